import type { Answer } from '../../support/wire/http.js';
import { type Attacked, describeAttacks, type Setup } from './attacked.js';

/** Posts a message, or any other body, where the answer comes in the response. */
export type Post = (message: unknown, headers?: Record<string, string>) => Promise<Answer>;

/** Where such messages are posted, and what their heads need. */
interface PostRoute {
  readonly path: string;
  readonly begin: (attacked: Attacked, headers?: Record<string, string>) => Promise<Record<string, string>>;
}

export const POST_ROUTES: readonly PostRoute[] = [
  { path: '/message', begin: (_, headers = {}) => Promise.resolve(headers) },
  { path: '/mcp', begin: (attacked, headers) => attacked.session(headers) },
];

/** Attacks by what is posted, on each route that answers in its response; a server for each. */
export function describePostAttacks(
  title: string,
  prepare: Setup | (() => Promise<Setup>),
  define: (post: Post, attacked: () => Attacked) => void,
): void {
  describe.each(POST_ROUTES)('By POST $path', ({ path, begin }) => {
    describeAttacks(title, prepare, (attacked) => {
      let known: Record<string, string>;
      beforeAll(async () => {
        known = await begin(attacked());
      });

      define((message, headers) => attacked().post(path, message, { ...known, ...headers }), attacked);
    });
  });
}
