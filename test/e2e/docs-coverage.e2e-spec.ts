import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Announcements, HandlesMethod } from '../../src/json-rpc/index.js';
import { REVISIONS, SESSION_REVISIONS, STATELESS_REVISIONS } from '../../src/protocol/index.js';
import { readCoverageRows, servedIn } from '../support/docs/coverage-rows.js';
import { ReviewPromptsModule } from '../support/prompts/review-prompts.js';
import { LibraryResourcesModule } from '../support/resources/library-resources.js';
import { ROOT } from '../support/servers/server-process.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { ask, envelope } from '../support/wire/stateless.js';
import { type Message, WIRES } from '../support/wire/wires.js';

const VERSION = 'io.modelcontextprotocol/protocolVersion';
const METHODS = readCoverageRows('Requests of the client');
const SERVER_REQUESTS = readCoverageRows('Requests of the server');
const CLIENT_NOTIFICATIONS = readCoverageRows('Notifications of the client');
const SERVER_NOTIFICATIONS = readCoverageRows('Notifications of the server');
const CAPABILITIES = readCoverageRows('Capabilities of the server');
const CLIENT_CAPABILITIES = readCoverageRows('Capabilities of the client');
const BESIDES = readCoverageRows('Besides');

/** Its wires have no handler for it: they answer it with a stream of messages. */
const OF_WIRES = ['subscriptions/listen'];
/** Nothing has to be done about it. */
const WITHOUT_CODE = 'notifications/initialized';

@Module({ imports: [ReviewPromptsModule, LibraryResourcesModule] })
class EveryFeatureModule {}

type Ask = (method: string) => Promise<Message>;

/** What of the page's methods a server does not say that it has not. */
async function methodsServed(askFor: Ask): Promise<string[]> {
  const served: string[] = [];
  for (const { name } of METHODS) {
    const { error } = (await askFor(name)) as { error?: { code: number } };
    if (error?.code !== -32601) served.push(name);
  }
  return served;
}

/** `tools`, `tools.listChanged` */
function namesIn(capabilities: object): string[] {
  return Object.entries(capabilities).flatMap(([name, members]) => [
    name,
    ...Object.keys(members as object).map((member) => `${name}.${member}`),
  ]);
}

/** What the code has in the group of a pattern. The client for tests is no part of the server. */
function namesInCode(pattern: RegExp): string[] {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  const ours = files.filter((file) => /(?<!\.spec)\.ts$/.test(file) && !file.startsWith('testing/'));
  const text = ours.map((file) => readFileSync(join(ROOT, 'src', file), 'utf8')).join('\n');
  return [...text.matchAll(pattern)].map(([, name]) => name!);
}

/** The notifications of which the code has the name. */
function notificationsInCode(lists: Iterable<string>): Set<string> {
  const names = namesInCode(/['`](notifications\/[^'`\n]+)['`]/g);
  const expand = (name: string): string[] =>
    name.includes('${list}') ? [...lists].map((list) => name.replace('${list}', list)) : [name];
  return new Set(names.flatMap(expand));
}

describe('docs/reference/coverage.md', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery({ RATE_LIMIT: 'off' }, EveryFeatureModule);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  describe.each(WIRES.filter(({ name }) => name !== 'stateless HTTP'))('over $name', (wire) => {
    it.each(SESSION_REVISIONS)(
      'has the requests and capabilities of %s that are served',
      async (revision) => {
        await using client = await wire.open(server);
        const clientInfo = { name: 'test', version: '1' };
        const opening = { protocolVersion: revision, capabilities: {}, clientInfo };
        const opened = (await client.ask('initialize', opening)) as { result: { capabilities: object } };
        const askFor: Ask = (method) =>
          method === 'initialize'
            ? Promise.resolve(opened)
            : client.ask(method, { _meta: { [VERSION]: revision } });
        expect(opened).toMatchObject({ result: { protocolVersion: revision } });
        expect(await methodsServed(askFor)).toEqual(servedIn(revision, METHODS));
        expect(namesIn(opened.result.capabilities).toSorted()).toEqual(
          servedIn(revision, CAPABILITIES).toSorted(),
        );
      },
    );
  });

  describe.each<[name: string, open: () => Promise<Ask>]>([
    [
      'stateless HTTP',
      () => Promise.resolve(async (method) => (await ask(`${server.url}/mcp`, method)).json as Message),
    ],
    [
      'stdio',
      async () => {
        const client = await WIRES.find(({ name }) => name === 'stdio')!.open(server);
        return (method) => client.ask(method, { _meta: envelope() });
      },
    ],
  ])('over %s, without a session', (_name, open) => {
    it.each(STATELESS_REVISIONS)(
      'has the requests and capabilities of %s that are served',
      async (revision) => {
        const askFor = await open();
        expect(await methodsServed(askFor)).toEqual(servedIn(revision, METHODS));
        const { result } = (await askFor('server/discover')) as { result: { capabilities: object } };
        expect(namesIn(result.capabilities).toSorted()).toEqual(servedIn(revision, CAPABILITIES).toSorted());
      },
    );
  });

  it.each(REVISIONS)('has a row for each handler of %s', (revision) => {
    const discovery = server.rookery.app.get(DiscoveryService, { strict: false });
    const handled = discovery
      .getProviders({ metadataKey: HandlesMethod.KEY })
      .map((wrapper) => discovery.getMetadataByDecorator(HandlesMethod, wrapper)!)
      .filter(({ revisions = SESSION_REVISIONS }) => revisions.includes(revision))
      .map(({ method }) => method);
    const served = servedIn(revision, METHODS).filter((name) => !OF_WIRES.includes(name));
    expect(handled.toSorted()).toEqual(served.toSorted());
  });

  it('has the notifications that the code has', () => {
    const { lists } = server.rookery.app.get(Announcements, { strict: false });
    const served = [...CLIENT_NOTIFICATIONS, ...SERVER_NOTIFICATIONS].filter(({ over }) => over.length > 0);
    const named = new Set(served.map(({ name }) => name).filter((name) => name !== WITHOUT_CODE));
    expect([...notificationsInCode(lists)].toSorted()).toEqual([...named].toSorted());
  });

  it('has the requests that the server makes', () => {
    const served = SERVER_REQUESTS.filter(({ over }) => over.length > 0).map(({ name }) => name);
    expect(new Set(namesInCode(/\.ask\('([^']+)'/g))).toEqual(new Set(served));
  });

  it('names the wires of all that is served, and of nothing else', () => {
    const known = ['all', ...WIRES.map(({ name }) => name), 'stateless HTTP'];
    const tables = [METHODS, SERVER_REQUESTS, CLIENT_NOTIFICATIONS, SERVER_NOTIFICATIONS];
    for (const { name, states, over } of [...tables, CAPABILITIES, CLIENT_CAPABILITIES, BESIDES].flat()) {
      const isServed = [...states.values()].includes('served');
      expect([name, over.length > 0, over.filter((wire) => !known.includes(wire))]).toEqual([
        name,
        isServed,
        [],
      ]);
    }
  });
});
