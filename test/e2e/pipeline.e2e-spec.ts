import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { PipelineModule, trace } from '../support/tools/pipeline-tools.js';
import { post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const text = (value: string): object => ({ content: [{ type: 'text', text: value }] });

describe('The Nest pipeline of a tool', () => {
  let server: RunningRookery;
  let stream: SseStream;
  let endpoint: string;
  let lastId = 0;

  beforeAll(async () => {
    server = await startRookery({}, PipelineModule);
    stream = await SseStream.open(`${server.url}/sse`);
    endpoint = await stream.endpoint();
    await post(
      endpoint,
      rpc('i', 'initialize', { protocolVersion: '2025-06-18', clientInfo: { name: 'me', version: '1' } }),
    );
  });

  afterAll(async () => {
    stream.close();
    await server.rookery.close();
  });

  beforeEach(() => {
    trace.length = 0;
  });

  async function call(name: string, args = {}, requestId = 'r'): Promise<unknown> {
    stream.events.length = 0;
    const id = ++lastId;
    const params = { name, arguments: args, _meta: { progressToken: 't' } };
    const message = rpc(id, 'tools/call', params);
    expect((await post(endpoint, message, { 'x-request-id': requestId })).status).toBe(202);
    return (await stream.responseTo(id))['result'];
  }

  it('runs guard, interceptor and pipe, and fills decorated parameters wherever they stand', async () => {
    expect(await call('shout', { word: 'hi' })).toEqual(text('HI me anonymous 2025-06-18!'));
    expect(trace).toEqual([
      'guard mcp PipelineTools anonymous',
      'before',
      'pipe String',
      'pipe Word',
      'tool',
    ]);
  });

  it('validates the input before anything of it runs', async () => {
    expect(await call('shout', { word: 1 })).toMatchObject({ isError: true });
    expect(trace).toEqual([]);
  });

  it('answers with what a guard that refuses says', async () => {
    expect(await call('forbidden')).toEqual({ ...text('Forbidden resource'), isError: true });
  });

  it('takes what a filter returns for the result, and leaves it what it does not catch', async () => {
    expect(await call('bake')).toEqual(text('mcp caught cold'));
    expect(await call('refuse')).toEqual({ ...text('Not for you'), isError: true });
  });

  it('knows the context of the call in services that no context is passed to', async () => {
    expect(await call('whose', {}, 'req-a')).toEqual(text('req-a'));
    expect(await call('whose', {}, 'req-b')).toEqual(text('req-b'));
  });

  it('makes a request-scoped provider for each call, with the context as its request', async () => {
    expect(await call('scoped', { word: 'a' }, 'req-1')).toEqual(text('a 1 req-1!'));
    expect(await call('scoped', { word: 'b' }, 'req-2')).toEqual(text('b 2 req-2!'));
  });

  it('reports the values of an Observable as progress, and answers with the last one', async () => {
    expect(await call('count')).toEqual(text('done'));
    expect(stream.messages.slice(0, -1).map(({ params }) => params)).toEqual([
      { progressToken: 't', progress: 0.5, total: 2, message: 'half' },
      { progressToken: 't', progress: 2, message: 'one' },
      { progressToken: 't', progress: 3, message: 'two' },
    ]);
    expect(await call('failing')).toEqual({ ...text('Not this either'), isError: true });
  });

  it('follows an async iterable inside of interceptors, which see its last value', async () => {
    expect(await call('generate')).toEqual(text('last!'));
    expect(stream.messages.slice(0, -1).map(({ params }) => params)).toEqual([
      { progressToken: 't', progress: 1, message: 'first' },
      { progressToken: 't', progress: 2, message: 'second' },
    ]);
  });

  it('survives a generator whose clean-up fails after its call was cancelled', async () => {
    const id = ++lastId;
    await post(endpoint, rpc(id, 'tools/call', { name: 'untidy', _meta: { progressToken: 't' } }));
    await stream.waitFor(({ data }) => data?.includes('started') === true);
    await post(endpoint, { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
    await eventually(() => trace.includes('clean-up'));
    expect(await call('whose', {}, 'still-here')).toEqual(text('still-here'));
  });
});
