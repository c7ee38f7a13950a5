import type { McpContext } from './mcp-context.js';
import { openHttpArguments } from './carried-request.js';

interface ReadRequest {
  readonly query: unknown;
  readonly params: unknown;
  readonly body: unknown;
  readonly cookies: unknown;
  readonly path: unknown;
  readonly originalUrl: unknown;
  readonly socket: unknown;
  get(name: string): unknown;
  header(name: string): unknown;
}

describe('The request of a call that no HTTP request brought', () => {
  it('has what guards read, with nothing in it', () => {
    const request = openHttpArguments({} as McpContext).getRequest<ReadRequest>();
    expect([request.query, request.params, request.body, request.cookies, request.socket]).toEqual([
      {},
      {},
      {},
      {},
      {},
    ]);
    expect([request.path, request.originalUrl]).toEqual(['/', '/']);
    expect([request.get('Authorization'), request.header('x-key')]).toEqual([undefined, undefined]);
  });
});
