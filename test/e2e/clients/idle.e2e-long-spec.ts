import { join } from 'node:path';
import { Client, SSEClientTransport } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport as SSEClientTransportV1 } from '@modelcontextprotocol/sdk/client/sse.js';
import { describeWith } from '../../support/available.js';
import { exercise, expectedFindings, type Findings, runScenario } from '../../support/clients/clients.js';
import { ROOT, ServerProcess } from '../../support/servers/server-process.js';
import { ImpatientProxy } from '../../support/wire/impatient-proxy.js';
import { SseStream } from '../../support/wire/sse-stream.js';

const IDLE_SECONDS = 60;
const SCENARIO = join(ROOT, 'test/clients/python/scenario.py');
const CLIENT = { name: 'rookery-test', version: '1.0.0' };

async function typescriptV1(url: string): Promise<Findings> {
  const client = new ClientV1(CLIENT);
  await client.connect(new SSEClientTransportV1(new URL(url)));
  return exercise(client, IDLE_SECONDS);
}

async function typescriptV2(url: string): Promise<Findings> {
  const client = new Client(CLIENT);
  await client.connect(new SSEClientTransport(new URL(url)));
  return exercise(client, IDLE_SECONDS);
}

describe('A minute without a message, behind a proxy that ends a connection after five silent seconds', () => {
  const clients = new Map<string, (url: string) => Promise<Findings>>();
  const outcomes = new Map<string, PromiseSettledResult<Findings>>();
  let server: ServerProcess;

  // All clients idle at the same time.
  beforeAll(async () => {
    server = ServerProcess.start({ HEARTBEAT_SECONDS: '1' });
    await using proxy = await ImpatientProxy.start(await server.url(), 5000);
    const runs = [...clients.values()].map((client) => client(`${proxy.url}/sse`));
    const settled = await Promise.allSettled(runs);
    [...clients.keys()].forEach((name, index) => outcomes.set(name, settled[index]!));
  });

  afterAll(() => server[Symbol.asyncDispose]());

  function itOutlasts(
    name: string,
    client: (url: string) => Promise<Findings>,
    needs = process.execPath,
  ): void {
    if (needs) clients.set(name, client);
    it(`leaves ${name} connected`, async () => {
      expect(outcomes.get(name)).toEqual({ status: 'fulfilled', value: await expectedFindings() });
    });
  }

  itOutlasts('the first TypeScript SDK', typescriptV1);
  itOutlasts('the second TypeScript SDK', typescriptV2);
  describeWith('ROOKERY_TEST_PYTHON', 'With Python', (python) => {
    for (const kind of ['session', 'client']) {
      const command = [python, SCENARIO, kind] as const;
      itOutlasts(`the Python ${kind}`, (url) => runScenario(command, url, IDLE_SECONDS), python);
    }
  });
  describeWith('ROOKERY_TEST_GO_CLIENT', 'With Go', (go) => {
    itOutlasts('the Go client', (url) => runScenario([go], url, IDLE_SECONDS), go);
  });

  it('leaves every client the session that it began with', () => {
    const opened = server.log.filter(({ msg }) => msg === 'session opened');
    expect(opened).toHaveLength(clients.size);
  });

  it('ends a stream that has no heartbeats', async () => {
    await using quiet = ServerProcess.start({ HEARTBEAT_SECONDS: '3600' });
    await using proxy = await ImpatientProxy.start(await quiet.url(), 1000);
    await using stream = await SseStream.open(`${proxy.url}/sse`);
    await stream.endpoint();
    await stream.ended();
    expect(stream.bytes).not.toContain('heartbeat');
  });
});
