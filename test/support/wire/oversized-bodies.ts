export const LIMIT = 100_000;
export const MAX_BODY = { MAX_BODY_BYTES: String(LIMIT) };
export const SENTENCE = `The body may have at most ${LIMIT} bytes. Send less, or raise MAX_BODY_BYTES`;
export const CHUNKED = { 'transfer-encoding': 'chunked' };

export const refusal = (id: number | string | null): object => ({
  jsonrpc: '2.0',
  id,
  error: { code: -32600, message: SENTENCE },
});

export const toolError = (id: number | string): object => ({
  jsonrpc: '2.0',
  id,
  result: { isError: true, content: [{ type: 'text', text: expect.stringContaining(SENTENCE) as string }] },
});

export interface Shape {
  readonly id: number | string;
  readonly method?: string;
  /** An argument; what is around it is small. */
  readonly message?: string;
}

export const params = (message: string): object => ({ name: 'echo', arguments: { message } });
export const long = 'x'.repeat(2 * LIMIT);

/** The members in the order of the official TypeScript client: the id is the last one. */
export const fromTypeScript = ({ id, method = 'tools/call', message = long }: Shape): string =>
  JSON.stringify({ method, params: params(message), jsonrpc: '2.0', id });

/** The members in the order of clients that write the id first, with the blanks of Python's `json.dumps`. */
export const fromPython = ({ id, method = 'tools/call', message = long }: Shape): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params: params(message) })
    .replaceAll('":', '": ')
    .replaceAll(',"', ', "');
