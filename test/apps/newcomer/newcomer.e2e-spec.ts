import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  type CallToolResult,
  ProgressNotificationSchema,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import { lintTools } from '../../../src/model-families/index.js';
import { eventually } from '../../support/eventually.js';
import { newcomerDefinitions } from './newcomer-definitions.js';
import { RunningShop } from './running-shop.js';
import { Snapshot } from './snapshots.js';

interface Exchange {
  readonly arguments: Record<string, unknown>;
  /** Lines of text, and other blocks as JSON. */
  readonly answer: readonly string[];
}

interface Calls {
  readonly good: Exchange;
  /** As a model gets it wrong. */
  readonly wrong: Exchange;
}

const LIST = new Snapshot<Record<string, Omit<Tool, 'name'>>>('tools-list.json');
const CALLS = new Snapshot<Record<string, Calls>>('calls.json');

/** They need scopes, or a guard lets managers in. */
const FOR_MANAGERS = ['grant_roles', 'print_label', 'read_audit_log', 'refund'];

/** A good call of it takes longer than it may. */
const TIMES_OUT = 'close_year';

describe('The tools of a newcomer', () => {
  let shop: RunningShop;
  let manager: Client;

  beforeAll(async () => {
    shop = await RunningShop.start();
    manager = await shop.connect('manager');
  });

  afterAll(async () => {
    await shop.stop();
    LIST.save();
    CALLS.save();
  });

  async function ask(name: string, given: Exchange): Promise<Exchange> {
    const answer = await manager.callTool({ name, arguments: given.arguments }).then(
      (result) => linesOf(result as CallToolResult),
      ({ code, message }: { code: number; message: string }) => [`error ${code}`, message],
    );
    return { arguments: given.arguments, answer };
  }

  it('are the ones that were written, and each is called here', async () => {
    const { tools } = await manager.listTools();
    expect(tools.length).toBe(48);
    const names = tools.map(({ name }) => name).toSorted();
    expect(Object.keys(CALLS.expected).toSorted()).toEqual(names);
    expect(Object.keys(LIST.expected)).toEqual(names);
  });

  it.each(Object.keys(CALLS.expected).toSorted())('%s is described as its author meant', async (tool) => {
    const { tools } = await manager.listTools();
    const { name, ...shown } = tools.find((one) => one.name === tool)!;
    expect(shown).toEqual(LIST.expectedAt(name, shown));
  });

  it('are the same without a server', async () => {
    const { tools } = await manager.listTools();
    expect(await newcomerDefinitions()).toEqual(tools);
  });

  it('are taken by every model family', async () => {
    const definitions = await newcomerDefinitions();
    const findings = lintTools(definitions.map((definition) => ({ definition, label: definition.name })));
    expect(findings.filter(({ severity }) => severity === 'refused')).toEqual([]);
  });

  it.each(Object.keys(CALLS.expected))(
    '%s answers good arguments, and says what is wrong with others',
    async (name) => {
      const { good, wrong } = CALLS.expected[name]!;
      const heard = { good: await ask(name, good), wrong: await ask(name, wrong) };
      expect(heard).toEqual(CALLS.expectedAt(name, heard));
      expect(isFailed(heard.good)).toBe(name === TIMES_OUT);
      expect(isFailed(heard.wrong)).toBe(true);
    },
  );

  it.each([
    ['export_orders', [1, 2, 3], '300 orders'],
    ['rebuild_index', [1, 2], 'customers'],
    ['warm_cache', [1, 2], 'page 2'],
  ])('%s tells how far it is', async (name, steps, last) => {
    const told: { progress: number; message?: string }[] = [];
    const watcher = await shop.connect('manager');
    // The SDK forgets `onprogress` with the response, before a notification of the same chunk reaches it.
    watcher.setNotificationHandler(ProgressNotificationSchema, ({ params }) => void told.push(params));
    await watcher.callTool({ name, arguments: {}, _meta: { progressToken: name } });
    expect(told.map(({ progress }) => progress)).toEqual(steps);
    expect(told.at(-1)!.message).toBe(last);
  });

  it('pass on that nobody waits any more, and that they are busy until then', async () => {
    const given = { name: 'track_parcel', arguments: { trackingNumber: 'HB000000000XX' } };
    const cancel = new AbortController();
    const call = manager.callTool(given, undefined, { signal: cancel.signal }).catch(String);
    await eventually(() => shop.carrier.asked.includes('/parcels/HB000000000XX'));
    await expect(manager.callTool(given)).rejects.toMatchObject({ data: { reason: 'overloaded' } });
    cancel.abort('no longer wanted');
    expect(await call).toContain('no longer wanted');
    await eventually(() => shop.carrier.abandoned.includes('/parcels/HB000000000XX'));
  });

  it('are shown to those who may use them', async () => {
    const clerk = await shop.connect('clerk');
    const shown = (await clerk.listTools()).tools.map(({ name }) => name);
    const all = (await manager.listTools()).tools.map(({ name }) => name);
    expect(all.filter((name) => !shown.includes(name))).toEqual(FOR_MANAGERS);
    for (const name of FOR_MANAGERS)
      await expect(clerk.callTool({ name, arguments: {} })).rejects.toThrow(/403|may not use/);
    const visitor = await shop.connect();
    expect((await visitor.listTools()).tools.map(({ name }) => name)).toEqual(['server_status']);
  });

  it('know for whom they are called, and how often', async () => {
    const clerk = await shop.connect('clerk');
    const { content } = await clerk.callTool({ name: 'who_am_i' });
    expect(content).toEqual([{ type: 'text', text: '{"tenant":"south","person":"clerk"}' }]);
    const voucher = { name: 'issue_voucher', arguments: CALLS.expected['issue_voucher']!.good.arguments };
    await clerk.callTool(voucher);
    await clerk.callTool(voucher);
    await expect(clerk.callTool(voucher)).rejects.toMatchObject({ data: { reason: 'rate-limited' } });
  });

  it('are gone once the database has them no more', async () => {
    await expect(manager.callTool({ name: 'plugin_trial' })).rejects.toMatchObject({ code: -32602 });
  });
});

function isFailed({ answer: [first = ''] }: Exchange): boolean {
  return first.startsWith('error');
}

function linesOf({ isError, content }: CallToolResult): string[] {
  const lines = content.flatMap((block) =>
    block.type === 'text' ? block.text.split('\n') : [JSON.stringify(block)],
  );
  return isError ? ['error', ...lines] : lines;
}
