import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describeWith } from '../../support/available.js';
import { Fleet } from '../../support/deploy/fleet.js';
import { around, Nginx } from '../../support/deploy/nginx.js';
import { readBlocks } from '../../support/docs/snippets.js';
import { eventually } from '../../support/eventually.js';
import { freePort } from '../../support/free-port.js';
import { callTool, post, rpc } from '../../support/wire/http.js';
import { SseStream } from '../../support/wire/sse-stream.js';
import { envelope, mirrored, REVISION } from '../../support/wire/stateless.js';

const LISTEN = 'subscriptions/listen';
const CHANGED = { method: 'notifications/tools/list_changed' };

/** The configuration of docs/production/replicas.md: one replica after the other gets a request. */
function configFor(ports: readonly number[]): string {
  const { text } = readBlocks('docs/production/replicas.md').find(
    ({ mark }) => mark === 'nginx: without sessions',
  )!;
  return around(text.replaceAll(/rookery-(\d):8000/g, (_, nth) => `127.0.0.1:${ports[Number(nth) - 1]}`));
}

async function connect({ url }: Nginx): Promise<Client> {
  const client = new Client(
    { name: 'test', version: '1' },
    { versionNegotiation: { mode: { pin: REVISION } } },
  );
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`));
  await client.connect(transport);
  return client;
}

async function listen({ url }: Nginx): Promise<SseStream> {
  const message = rpc(7, LISTEN, { notifications: { toolsListChanged: true }, _meta: envelope() });
  const stream = await SseStream.post(`${url}/mcp`, message, mirrored(LISTEN));
  await eventually(() => stream.messages.length > 0);
  return stream;
}

async function work(client: Client, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const result = await client.callTool({ name: 'work', arguments: { key, ms: 5 } });
    expect(result).toMatchObject({ content: [{ type: 'text', text: key }] });
  }
}

const keysOf = (name: string): string[] => Array.from({ length: 10 }, (_, index) => `${name}-${index}`);

/** What a client sees of a call that was not answered: refused by a replica that drains, or cut off by one that ended. */
function failureOf(error: unknown): 'draining' | 'cut off' {
  const { status, text = '' } = (error as { data?: { status?: number; text?: string } }).data ?? {};
  if (status === 503 && text.includes('"reason":"draining"')) return 'draining';
  if (status === 502) return 'cut off';
  throw error;
}

/** Makes one call after the other, each with a key of its own, until it is stopped. */
class Worker {
  readonly answered: string[] = [];
  readonly refused: string[] = [];

  constructor(
    private readonly client: Client,
    private readonly name: string,
  ) {}

  async work(until: AbortSignal): Promise<void> {
    for (let count = 0; !until.aborted; count++) {
      const key = `${this.name}-${count}`;
      try {
        await work(this.client, [key]);
        this.answered.push(key);
      } catch (error) {
        if (failureOf(error) === 'draining') this.refused.push(key);
      }
    }
  }
}

describeWith('ROOKERY_TEST_NGINX', 'Two replicas of WIRES=stateless-http behind nginx', (program) => {
  let ports: number[];
  let fleet: Fleet;
  let nginx: Nginx;
  let client: Client;

  beforeEach(async () => {
    ports = [await freePort(), await freePort()];
    fleet = await Fleet.start(ports, {
      WIRES: 'stateless-http',
      RATE_LIMIT: 'off',
      HEARTBEAT_SECONDS: '0.2',
      DRAIN_SPREAD_SECONDS: '0',
      ALLOWED_HOSTS: '127.0.0.1',
    });
    nginx = await Nginx.start(program, configFor(ports));
    client = await connect(nginx);
  });

  afterEach(async () => {
    await client.close();
    await nginx[Symbol.asyncDispose]();
    await fleet[Symbol.asyncDispose]();
  });

  it('both get calls of one client, and each announces its own changes alone', async () => {
    await work(client, keysOf('spread'));
    await eventually(() => fleet.worked.length === 10);
    for (const index of ports.keys()) expect(fleet.workedBy(index).length).toBeGreaterThan(0);

    await using one = await listen(nginx);
    await using other = await listen(nginx);
    await client.callTool({ name: 'change', arguments: {} });
    const [hearing, silent] = await eventually(
      () => [one, other].toSorted((a, b) => b.messages.length - a.messages.length) as [SseStream, SseStream],
      ([most]) => most.messages.length > 1,
    );
    expect(hearing.messages.at(-1)).toMatchObject(CHANGED);
    const seen = silent.bytes.length;
    await eventually(() => silent.bytes.slice(seen).includes(': heartbeat\n'));
    expect(silent.messages).toHaveLength(1);
    await client.callTool({ name: 'change', arguments: {} });
    await eventually(() => silent.messages.length > 1);
    expect(silent.messages.at(-1)).toMatchObject(CHANGED);
  });

  it('go on when one is killed, and its listener listens at the other', async () => {
    const streams = [await listen(nginx), await listen(nginx)];
    await fleet.stop(0, 'SIGKILL');
    await eventually(() => streams.some(({ isEnded }) => isEnded));
    expect(streams.filter(({ isEnded }) => isEnded)).toHaveLength(1);
    await using again = await listen(nginx);
    await work(client, keysOf('alone'));
    await eventually(() => fleet.workedBy(1).length === 10);
    await client.callTool({ name: 'change', arguments: {} });
    await eventually(() => again.messages.length > 1);
    await fleet.startReplica(0);
    await work(client, keysOf('back'));
    await eventually(() => fleet.workedBy(0).length > 0);
    for (const stream of streams) stream.close();
  });

  it('go on when each is stopped in turn: what is answered ran once, what is refused did not, and who listens gets a result', async () => {
    const streams = [await listen(nginx), await listen(nginx)];
    const stop = new AbortController();
    const workers = ['a', 'b', 'c'].map((name) => new Worker(client, name));
    const working = Promise.all(workers.map(async (worker) => worker.work(stop.signal)));
    const allGoOn = async (): Promise<void> => {
      const before = workers.map(({ answered }) => answered.length);
      const goOn = (): boolean => workers.every(({ answered }, i) => answered.length > before[i]! + 5);
      await Promise.race([eventually(goOn, Boolean, 30_000), working]);
    };
    await allGoOn();
    for (const index of ports.keys()) {
      expect(await fleet.stop(index, 'SIGTERM')).toBe(0);
      await allGoOn();
      await fleet.startReplica(index);
      await allGoOn();
    }
    stop.abort();
    await working;
    for (const stream of streams) {
      await eventually(() => stream.isEnded);
      expect(stream.messages.at(-1)).toMatchObject({ id: 7, result: { resultType: 'complete' } });
    }
    const answered = workers.flatMap((worker) => worker.answered);
    await eventually(() => answered.every((key) => fleet.worked.includes(key)));
    expect(new Set(fleet.worked).size).toBe(fleet.worked.length);
    const refused = workers.flatMap((worker) => worker.refused);
    expect(fleet.worked.filter((key) => refused.includes(key))).toEqual([]);
  });
});

describeWith(
  'ROOKERY_TEST_NGINX',
  'Two replicas without sessions of Streamable HTTP behind nginx',
  (program) => {
    it('both answer a client of an older revision, and POSTs without a session', async () => {
      const ports = [await freePort(), await freePort()];
      await using fleet = await Fleet.start(ports, {
        WIRES: 'streamable-http,sessionless-post',
        STREAMABLE_SESSIONS: 'off',
        ALLOWED_HOSTS: '127.0.0.1',
      });
      await using nginx = await Nginx.start(program, configFor(ports));
      const client = new Client({ name: 'test', version: '1' });
      await client.connect(new StreamableHTTPClientTransport(new URL(`${nginx.url}/mcp`)));
      const [streamable, posted] = [keysOf('streamable'), keysOf('posted')];
      await work(client, streamable);
      await client.close();
      for (const key of posted) {
        const answer = await post(`${nginx.url}/message`, callTool(1, 'work', { key, ms: 5 }));
        expect(answer.json).toMatchObject({ id: 1, result: { content: [{ text: key }] } });
      }
      await eventually(() => fleet.worked.length === 20);
      for (const index of ports.keys())
        for (const keys of [streamable, posted])
          expect(fleet.workedBy(index).filter((key) => keys.includes(key)).length).toBeGreaterThan(0);
    });
  },
);
