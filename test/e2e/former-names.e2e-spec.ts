import { Injectable, Module } from '@nestjs/common';
import { IsString } from 'class-validator';
import { pino } from 'pino';
import { Describe, Tool, ToolRegistry } from '../../src/index.js';
import { LogCallObserver } from '../../src/observability/log-observers.js';
import { linesOf, newToken } from '../support/auth/tokens.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';
import { call as callStateless } from '../support/wire/stateless.js';
import { WIRES } from '../support/wire/wires.js';

class Place {
  @IsString()
  @Describe('Where', { header: 'Region' })
  region!: string;
}

@Injectable()
class Tools {
  @Tool({ formerly: ['find', 'look_up'] })
  search(): string {
    return 'found';
  }

  @Tool({ formerly: ['erase'], scopes: ['write'], rate: '1/hour' })
  remove(): string {
    return 'removed';
  }

  @Tool({ formerly: ['go'] })
  travel({ region }: Place): string {
    return region;
  }
}

const lines: Record<string, unknown>[] = [];
const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) });

@Module({ providers: [Tools, { provide: 'log', useValue: new LogCallObserver(log) }] })
class ToolsModule {}

const text = (value: string): object => ({ result: { content: [{ type: 'text', text: value }] } });

describe('A renamed tool', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery({}, ToolsModule);
  });
  afterAll(() => server.rookery.close());

  it.each(WIRES)('answers by its former names over $name', async (wire) => {
    await using client = await wire.open(server);
    for (const name of ['search', 'find', 'look_up'])
      expect(await client.ask('tools/call', { name, arguments: {} })).toMatchObject(text('found'));
  });

  it('has one name in lists', async () => {
    const { json } = await post(`${server.url}/message`, rpc(1, 'tools/list'));
    const { tools } = (json as { result: { tools: { name: string }[] } }).result;
    expect(tools.map(({ name }) => name)).toEqual(['search', 'travel']);
  });

  it('is counted by both, and logged with both', async () => {
    const answered = await callStateless(`${server.url}/mcp`, 'find');
    expect(answered.json).toMatchObject(text('found'));
    const { text: metrics } = await send(`${server.url}/metrics`);
    expect(metrics).toMatch(/rookery_former_names_total\{tool="search",former_name="find"\} \d/);
    expect(metrics).not.toContain('gen_ai_tool_name="find"');
    expect(lines.at(-1)).toMatchObject({ tool: 'search', formerName: 'find', outcome: 'ok' });
    await callStateless(`${server.url}/mcp`, 'search');
    expect(lines.at(-1)).toMatchObject({ tool: 'search' });
    expect(lines.at(-1)).not.toHaveProperty('formerName');
  });

  it('has the same header parameters', async () => {
    const go = (region: string): ReturnType<typeof callStateless> =>
      callStateless(`${server.url}/mcp`, 'go', { region: 'eu' }, { 'mcp-param-region': region });
    expect((await go('eu')).json).toMatchObject(text('eu'));
    expect((await go('us')).json).toMatchObject({ error: { code: -32020 } });
  });

  it('has the same access rules and the same rate', async () => {
    const [reader, writer] = [newToken('reader'), newToken('writer', 'write')];
    await using guarded = await startRookery(
      { AUTH: 'bearer', AUTH_TOKENS: linesOf(reader, writer) },
      ToolsModule,
    );
    const call = (name: string, { token }: { token: string }): ReturnType<typeof post> =>
      post(`${guarded.url}/message`, callTool(1, name), { authorization: `Bearer ${token}` });
    expect((await call('erase', reader)).status).toBe(403);
    expect((await call('erase', writer)).json).toMatchObject(text('removed'));
    expect((await call('remove', writer)).status).toBe(429);
  });

  it('leaves its names to nobody else until it goes', () => {
    const registry = server.rookery.app.get(ToolRegistry, { strict: false });
    const add = (name: string, ...formerly: string[]) =>
      registry.register({ name, formerly, call: () => name });
    expect(() => add('find')).toThrow('Tools.search and Tool find are both named "find"');
    expect(() => add('other', 'search')).toThrow('both named "search", now or formerly');
    expect(() => add('other', 'look_up')).toThrow('both named "look_up", now or formerly');
    expect(() => add('other', 'other')).toThrow('both named "other"');
    expect(() => add('other', 'a b')).toThrow('"a b" is no tool name');
    add('passing', 'past');
    expect(() => registry.replace({ name: 'passing', formerly: ['find'], call: () => 'x' })).toThrow(
      '"find"',
    );
    expect(registry.findByName('past')?.name).toBe('passing');
    registry.replace({ name: 'passing', formerly: ['earlier'], call: () => 'x' });
    expect(registry.findByName('past')).toBeUndefined();
    expect(registry.remove('earlier')).toBe(false);
    registry.remove('passing');
    expect(registry.findByName('earlier')).toBeUndefined();
  });
});

describe('Two tools that claim one name', () => {
  it('stop the start', async () => {
    class Claims {
      @Tool()
      find(): string {
        return '';
      }
    }
    @Module({ providers: [Tools, Claims] })
    class ClaimsModule {}
    await expect(startRookery({}, ClaimsModule)).rejects.toThrow(
      /Tools\.search and Claims\.find are both named "find"|Claims\.find and Tools\.search are both named "find"/,
    );
  });
});
