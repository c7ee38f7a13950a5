import type { RunningRookery } from '../servers/rookery.js';
import { type Answer, post, rpc } from '../wire/http.js';

/** The result of `prompts/list`. */
export interface PromptsPage {
  readonly prompts: { readonly name: string }[];
  readonly nextCursor?: string;
}

/** One POST without a session, as `curl` makes it. */
export function send(
  { url }: RunningRookery,
  method: string,
  params: object = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  return post(`${url}/message`, rpc(1, method, params), headers);
}

export function namesIn({ json }: Answer): string[] {
  return (json as { result: PromptsPage }).result.prompts.map(({ name }) => name);
}
