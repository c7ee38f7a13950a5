import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { post } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

describe('Null in place of a member that may be missing', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each<[string, string, object]>([
    ['params', '"method":"ping","params":null', { result: {} }],
    ['params of a list', '"method":"tools/list","params":null', { result: { tools: [{}, {}] } }],
    ['_meta', '"method":"ping","params":{"_meta":null}', { result: {} }],
    ['a progress token', '"method":"ping","params":{"_meta":{"progressToken":null}}', { result: {} }],
    ['a cursor', '"method":"tools/list","params":{"cursor":null}', { result: { tools: [{}, {}] } }],
    [
      'arguments',
      '"method":"tools/call","params":{"name":"add","arguments":null}',
      { result: { isError: true } },
    ],
    [
      'members of initialize',
      '"method":"initialize","params":{"protocolVersion":null,"capabilities":null,"clientInfo":null}',
      { result: { protocolVersion: '2025-11-25' } },
    ],
  ])('in %s is as if it were absent', async (_name, members, expected) => {
    const { json } = await post(`${server.url}/message`, `{"jsonrpc":"2.0","id":7,${members}}`);
    expect(json).toMatchObject(expected);
  });

  it('in the params of a notification is accepted, by a session too', async () => {
    await using stream = await SseStream.open(`${server.url}/sse`);
    const body = { jsonrpc: '2.0', method: 'notifications/initialized', params: null };
    expect((await post(await stream.endpoint(), body)).status).toBe(202);
    expect((await post(`${server.url}/message`, body)).status).toBe(202);
  });
});
