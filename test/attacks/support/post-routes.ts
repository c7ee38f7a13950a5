import type { Answer } from '../../support/wire/http.js';
import { type Attacked, describeAttacks, type Setup } from './attacked.js';
import { inEnvelope } from './in-envelope.js';

type Headers = Record<string, string>;

/** Posts a message, or any other body, where the answer comes in the response. */
export type Post = (message: unknown, headers?: Headers) => Promise<Answer>;

/** A body, and what its head needs. */
export interface Posted {
  readonly body: string | Buffer;
  readonly headers: Headers;
}

/** Where such messages are posted, as whom, and how they are written there. */
export interface PostRoute {
  readonly wire: string;
  readonly path: string;
  /** @returns what the head of each of them needs */
  readonly begin: (attacked: Attacked, headers?: Headers) => Promise<Headers>;
  readonly write: (message: unknown) => Posted;
}

const asItIs = (message: unknown): Posted => ({
  body: typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message),
  headers: {},
});
const asBefore = (_: Attacked, headers: Headers = {}): Promise<Headers> => Promise.resolve(headers);

export const STATELESS: PostRoute = {
  wire: 'stateless HTTP',
  path: '/mcp',
  begin: asBefore,
  write: inEnvelope,
};

/** Each wire that answers in its response. */
export const POST_ROUTES: readonly PostRoute[] = [
  { wire: 'POST without a session', path: '/message', begin: asBefore, write: asItIs },
  {
    wire: 'Streamable HTTP',
    path: '/mcp',
    begin: (attacked, headers) => attacked.session(headers),
    write: asItIs,
  },
  STATELESS,
];

/** @param known what {@link PostRoute.begin} returned, or more than that */
export function postBy({ path, write }: PostRoute, attacked: Attacked, known: Headers = {}): Post {
  return (message, headers) => {
    const posted = write(message);
    return attacked.post(path, posted.body, { ...posted.headers, ...known, ...headers });
  };
}

/** Attacks by what is posted, on each wire that answers in its response; a server for each. */
export function describePostAttacks(
  title: string,
  prepare: Setup | (() => Promise<Setup>),
  define: (post: Post, attacked: () => Attacked) => void,
): void {
  describe.each(POST_ROUTES)('By $wire, POST $path', (route) => {
    describeAttacks(title, prepare, (attacked) => {
      let known: Headers;
      beforeAll(async () => {
        known = await route.begin(attacked());
      });

      define((message, headers) => postBy(route, attacked(), known)(message, headers), attacked);
    });
  });
}
