import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { type InvokeMethod } from '../../src/features/index.js';
import { Tool, ToolRegistry } from '../../src/index.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { callTool, post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const doors: (() => void)[] = [];
let closed = 0;

@Injectable()
class Tools {
  @Tool({
    title: 'Base',
    annotations: { readOnlyHint: true },
    icons: [{ src: 'https://example.com/i.png', sizes: ['48x48'] }],
    _meta: { 'example.com/team': 'a' },
  })
  base(): string {
    return 'base';
  }

  @Tool({ concurrency: 1 })
  async door(): Promise<string> {
    closed++;
    await new Promise<void>((resolve) => doors.push(resolve));
    return 'open';
  }

  @Tool({ timeoutMs: 50, input: z.object({}).refine(async () => Promise.resolve(true)) })
  slowlyValidated(): Promise<never> {
    return new Promise(() => undefined);
  }

  @Tool({ timeoutMs: 50, concurrency: 1 })
  stuck(): Promise<never> {
    return new Promise(() => undefined);
  }
}

@Module({ providers: [Tools] })
class ToolsModule {}

const say =
  (word: string): InvokeMethod =>
  () =>
    word;

describe('The registry of tools', () => {
  let server: RunningRookery;
  let registry: ToolRegistry;
  let stream: SseStream;
  let endpoint: string;

  beforeEach(async () => {
    server = await startRookery({ LIST_PAGE_SIZE: '2' }, ToolsModule);
    registry = server.rookery.app.get(ToolRegistry, { strict: false });
    stream = await SseStream.open(`${server.url}/sse`);
    endpoint = await stream.endpoint();
    await ask(rpc('i', 'initialize', { protocolVersion: '2025-11-25' }));
  });

  afterEach(async () => {
    stream.close();
    await server.rookery.close();
  });

  async function ask(message: object): Promise<Record<string, unknown>> {
    await post(endpoint, message);
    return stream.responseTo((message as { id: string }).id);
  }

  async function listPages(): Promise<string[][]> {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const { result } = await ask(rpc(`p${pages.length}-${Math.random()}`, 'tools/list', { cursor }));
      const page = result as { tools: { name: string }[]; nextCursor?: string };
      pages.push(page.tools.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return pages;
  }

  const changes = (): number =>
    stream.messages.filter(({ method }) => method === 'notifications/tools/list_changed').length;

  it('says all that a tool declares', async () => {
    const { result } = await ask(rpc(1, 'tools/list'));
    expect((result as { tools: object[] }).tools[0]).toEqual({
      name: 'base',
      title: 'Base',
      inputSchema: { type: 'object', properties: {}, additionalProperties: false },
      annotations: { readOnlyHint: true },
      icons: [{ src: 'https://example.com/i.png', sizes: ['48x48'] }],
      _meta: { 'example.com/team': 'a' },
    });
  });

  it('adds, replaces and removes tools while it runs, and tells clients once', async () => {
    registry.register({ name: 'word', input: z.object({ n: z.number() }), call: say('first') });
    registry.register({ name: 'other', call: say('other') });
    await eventually(() => changes() === 1);
    expect(await ask(callTool(1, 'word', { n: 1 }))).toMatchObject({
      result: { content: [{ text: 'first' }] },
    });
    expect(await ask(callTool(2, 'word', { n: '1' }))).toMatchObject({ result: { isError: true } });
    registry.replace({ name: 'word', call: say('second') });
    expect(await ask(callTool(3, 'word'))).toMatchObject({ result: { content: [{ text: 'second' }] } });
    await eventually(() => changes() === 2);
    expect([registry.remove('word'), registry.remove('word')]).toEqual([true, false]);
    expect(await ask(callTool(4, 'word'))).toMatchObject({ error: { code: -32602 } });
    await eventually(() => changes() === 3);
  });

  it('refuses a name that is taken, or none', () => {
    expect(() => registry.register({ name: 'base', call: say('x') })).toThrow(/both named "base"/);
    expect(() => registry.register({ name: 'a b', call: say('x') })).toThrow(/is no tool name/);
  });

  it('tells nobody who has not initialised', async () => {
    await using silent = await SseStream.open(`${server.url}/sse`);
    const silentEndpoint = await silent.endpoint();
    registry.register({ name: 'new', call: say('new') });
    await eventually(() => changes() === 1);
    await post(silentEndpoint, rpc(1, 'ping'));
    await silent.responseTo(1);
    expect(silent.messages).toHaveLength(1);
  });

  it('gives its list in pages, whose cursors stay good when tools come and go', async () => {
    expect(await listPages()).toEqual([
      ['base', 'door'],
      ['slowlyValidated', 'stuck'],
    ]);
    const first = (await ask(rpc('a', 'tools/list')))['result'] as { nextCursor: string };
    registry.register({ name: 'aaa', call: say('a') });
    registry.remove('door');
    const { result } = await ask(rpc('b', 'tools/list', { cursor: first.nextCursor }));
    expect(result).toMatchObject({ tools: [{ name: 'slowlyValidated' }, { name: 'stuck' }] });
    expect(await listPages()).toEqual([
      ['aaa', 'base'],
      ['slowlyValidated', 'stuck'],
    ]);
  });

  it.each(['', 'x', 'YWZ0ZXI6YWI=', 5, {}])('refuses the cursor %j', async (cursor) => {
    expect(await ask(rpc('c', 'tools/list', { cursor }))).toMatchObject({ error: { code: -32602 } });
  });

  it('lets only so many calls of a tool run at once', async () => {
    await post(endpoint, callTool(1, 'door'));
    await eventually(() => doors.length === 1);
    expect(await ask(callTool(2, 'door'))).toMatchObject({ error: { data: { reason: 'overloaded' } } });
    doors.pop()!();
    expect(await stream.responseTo(1)).toMatchObject({ result: { content: [{ text: 'open' }] } });
    const before = closed;
    await post(endpoint, callTool(3, 'door'));
    await eventually(() => closed > before);
    doors.pop()!();
    await stream.responseTo(3);
  });

  it("ends a call at the tool's own time, and frees its place", async () => {
    expect(await ask(callTool(1, 'stuck'))).toMatchObject({ error: { data: { reason: 'timeout' } } });
    expect(await ask(callTool(2, 'stuck'))).toMatchObject({ error: { data: { reason: 'timeout' } } });
    expect(await ask(callTool(3, 'slowlyValidated'))).toMatchObject({
      error: { data: { reason: 'timeout' } },
    });
  });
});
