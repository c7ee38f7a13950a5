import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { type HeldCall, heldCall, HoldModule } from '../support/tools/held-calls.js';
import { newKey, waitForOpenStreams } from '../support/wire/resume.js';
import { TcpProxy } from '../support/wire/tcp-proxy.js';

/** The client opens a new stream 3 s after the old one broke. */
describe('The TypeScript client whose stream is cut', () => {
  let server: RunningRookery;
  let proxy: TcpProxy;
  let client: Client;

  beforeAll(async () => {
    server = await startRookery({}, HoldModule);
    proxy = await TcpProxy.start(server.url);
  });

  beforeEach(() => {
    client = new Client({ name: 'reconnecting', version: '1.0.0' });
  });

  afterEach(async () => {
    await client.close();
    await waitForOpenStreams(server.url, 0);
  });

  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    await server.rookery.close();
  });

  /** How many of the client's POSTs were answered: a cut before that is another story than the one told here. */
  let posted = 0;

  const countingFetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (init?.method === 'POST') posted++;
    return response;
  };

  const connect = (path: string): Promise<void> =>
    client.connect(new SSEClientTransport(new URL(path, proxy.url), { fetch: countingFetch }));

  const hold = async (name: string): Promise<[HeldCall, Promise<unknown>]> => {
    const before = posted;
    const answer = client.callTool({ name: 'hold', arguments: { name } });
    const call = await heldCall(name);
    await eventually(() => posted > before);
    return [call, answer];
  };

  const cut = async (): Promise<void> => {
    proxy.cut();
    await waitForOpenStreams(server.url, 0);
  };

  it('gets the answer of the call that was running, with a resume key', async () => {
    await connect(`/sse?resume=${newKey()}`);
    const [call, answer] = await hold('cut');
    await cut();
    call.finish('waited for you');
    expect(await answer).toMatchObject({ content: [{ type: 'text', text: 'waited for you' }] });
    const [next, second] = await hold('after the cut');
    expect(next.context.client).toEqual({ name: 'reconnecting', version: '1.0.0' });
    next.finish('on the same session');
    expect(await second).toMatchObject({ content: [{ text: 'on the same session' }] });
  });

  it('is served on a new session that it never initialised, without one', async () => {
    await connect('/sse');
    const [first, unanswered] = await hold('lost');
    unanswered.catch(() => undefined);
    expect(first.context.client).toMatchObject({ name: 'reconnecting' });
    await cut();
    await waitForOpenStreams(server.url, 1);
    await eventually(() =>
      client.callTool({ name: 'add', arguments: { a: 5, b: 3 } }).then(
        () => true,
        () => false,
      ),
    );
    const [call, answer] = await hold('next');
    expect(call.context.client).toBeUndefined();
    expect(first.context.signal.reason).toMatchObject({ reason: 'disconnected' });
    call.finish('as if nothing had happened');
    expect(await answer).toMatchObject({ content: [{ text: 'as if nothing had happened' }] });
  });
});
