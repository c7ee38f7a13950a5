import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { changes, durations, readSamples, scrape } from '../support/telemetry/metrics.js';
import { calls, ToolsModule } from '../support/tools/tools.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';
import { leave, newKey, openStream, waitForOpenStreams } from '../support/wire/resume.js';
import { SseStream } from '../support/wire/sse-stream.js';
import { StreamableConversation } from '../support/wire/streamable-conversation.js';

const MANY = 5_000;

const ended = (reason: string): Record<string, number> => ({
  [`mcp_server_session_duration_seconds_count{wire="http-sse",reason="${reason}"}`]: 1,
  [`rookery_sessions_ended_total{wire="http-sse",reason="${reason}"}`]: 1,
});
const opened = { 'rookery_sessions_opened_total{wire="http-sse"}': 1 };
const open = (revision: string): string => `rookery_open_streams{wire="http-sse",revision="${revision}"}`;

describe('A scrape', () => {
  let server: RunningRookery;
  let url: string;

  beforeAll(async () => {
    server = await startRookery(
      { RATE_LIMIT: 'off', TOOL_TIMEOUT_SECONDS: '0.2', MAX_PENDING_BYTES: '1024' },
      ToolsModule,
    );
    url = server.url;
  });

  afterAll(() => server.rookery.close());

  const call = (name: string, args?: object): Promise<unknown> =>
    post(`${url}/message`, callTool(1, name, args));

  it.each<[string, () => Promise<unknown>, Record<string, number>]>([
    ['a good call', () => call('join', { words: ['a'] }), { [durations('tools/call', 'join', '')]: 1 }],
    ['what a tool refuses', () => call('fail'), { [durations('tools/call', 'fail', 'tool_error')]: 1 }],
    ['wrong arguments', () => call('greet', {}), { [durations('tools/call', 'greet', 'tool_error')]: 1 }],
    ['what a tool breaks', () => call('break'), { [durations('tools/call', 'break', 'error')]: 1 }],
    ['a call that times out', () => call('wait'), { [durations('tools/call', 'wait', 'timeout')]: 1 }],
    ['an unknown tool', () => call('made-up'), { [durations('tools/call', 'other', 'error')]: 1 }],
    [
      'an unknown method',
      () => post(`${url}/message`, rpc(1, 'made/up')),
      { [durations('other', '', 'error')]: 1 },
    ],
    [
      'another method',
      () => post(`${url}/message`, rpc(1, 'tools/list')),
      { [durations('tools/list', '', '')]: 1 },
    ],
    ['a body that is no message', () => post(`${url}/message`, '{'), {}],
    [
      'a denied host',
      () => send(`${url}/sse`, { headers: { host: 'evil.example' } }),
      { 'rookery_requests_denied_total{status="403"}': 1 },
    ],
    [
      'a session that opened and ended',
      async () => leave(url, await SseStream.open(`${url}/sse`)),
      { ...opened, ...ended('disconnected') },
    ],
  ])('counts %s', async (_, act, expected) => {
    const before = await scrape(url);
    await act();
    expect(changes(before, await scrape(url))).toEqual(expected);
  });

  it('counts a call that was cancelled', async () => {
    await using stream = await SseStream.open(`${url}/sse`);
    const endpoint = await stream.endpoint();
    const before = await scrape(url);
    const waiting = calls.waiting;
    await post(endpoint, callTool(7, 'wait'));
    await eventually(() => calls.waiting > waiting);
    expect(changes(before, await scrape(url))).toEqual({ 'rookery_calls_in_flight{wire="http-sse"}': 1 });
    const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } };
    await post(endpoint, cancelled);
    expect(changes(before, await scrape(url))).toEqual({
      [durations('tools/call', 'wait', 'cancelled', 'http-sse')]: 1,
    });
  });

  it('counts open streams by revision, and by the names of their clients', async () => {
    await waitForOpenStreams(url, 0);
    const before = await scrape(url);
    await using first = await SseStream.open(`${url}/sse`);
    await using second = await SseStream.open(`${url}/sse`);
    await second.endpoint();
    const clientInfo = { name: 'a "client"', version: '1' };
    await post(
      await first.endpoint(),
      rpc(1, 'initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo }),
    );
    await first.responseTo(1);
    expect(changes(before, await scrape(url))).toEqual({
      [open('2024-11-05')]: 1,
      [open('2025-06-18')]: 1,
      'rookery_client_streams{client="a \\"client\\"",wire="http-sse",revision="2025-06-18"}': 1,
      [durations('initialize', '', '', 'http-sse')]: 1,
      'rookery_sessions_opened_total{wire="http-sse"}': 2,
    });
  });

  it('counts who came back, and what was sent again', async () => {
    await waitForOpenStreams(url, 0);
    const key = newKey();
    const first = await openStream(url, key);
    const endpoint = await first.endpoint();
    await leave(url, first);
    for (const id of [1, 2, 3]) await post(endpoint, rpc(id, 'ping'));
    const before = await scrape(url);
    await using second = await openStream(url, key);
    await second.responseTo(3);
    expect(changes(before, await scrape(url))).toEqual({
      'rookery_sessions_resumed_total{wire="http-sse"}': 1,
      'rookery_replayed_events_total{wire="http-sse"}': 3,
      [open('2024-11-05')]: 1,
    });
  });

  it('counts what comes over Streamable HTTP by its wire, with a session and without', async () => {
    await waitForOpenStreams(url, 0);
    const before = await scrape(url);
    await using conversation = new StreamableConversation(url);
    await conversation.ask('tools/call', { name: 'nothing' });
    expect(changes(before, await scrape(url))).toEqual({
      'rookery_sessions_opened_total{wire="streamable-http"}': 1,
      [durations('initialize', '', '', 'streamable-http')]: 1,
      [durations('tools/call', 'nothing', '', 'streamable-http')]: 1,
    });
    await using alone = await startRookery({ STREAMABLE_SESSIONS: 'off' }, ToolsModule);
    await post(`${alone.url}/mcp`, callTool(1, 'nothing'));
    expect(changes(new Map(), await scrape(alone.url))).toMatchObject({
      [durations('tools/call', 'nothing', '', 'streamable-http')]: 1,
    });
  });

  it('has what is refused, and what runs, as 0 for each wire from the start', async () => {
    await using fresh = await startRookery({ SESSIONLESS_POST: 'off' }, ToolsModule);
    const samples = await scrape(fresh.url);
    for (const wire of ['http-sse', 'streamable-http']) {
      expect(samples.get(`rookery_calls_in_flight{wire="${wire}"}`)).toBe(0);
      expect(samples.get(`rookery_calls_refused_total{wire="${wire}",reason="overloaded"}`)).toBe(0);
    }
    expect([...samples.keys()].filter((series) => series.includes('sessionless-post'))).toEqual([]);
  });

  it('counts calls that come too often', async () => {
    await using limited = await startRookery({ RATE_LIMIT: '1/minute' }, ToolsModule);
    for (const id of [1, 2, 3]) await post(`${limited.url}/message`, callTool(id, 'nothing'));
    expect(changes(new Map(), await scrape(limited.url))).toMatchObject({
      'rookery_calls_refused_total{wire="sessionless-post",reason="rate-limited"}': 2,
      [durations('tools/call', 'nothing', 'rate-limited')]: 2,
      [durations('tools/call', 'nothing', '')]: 1,
    });
  });

  it('counts a client that does not read', async () => {
    await waitForOpenStreams(url, 0);
    const before = await scrape(url);
    await using stream = await SseStream.open(`${url}/sse`);
    const endpoint = await stream.endpoint();
    stream.pause();
    let sent = 0;
    while ((await post(endpoint, callTool(++sent, 'large'))).status === 202);
    expect(changes(before, await scrape(url))).toMatchObject({
      'rookery_slow_clients_cut_total{reason="pending"}': 1,
      ...ended('disconnected'),
    });
  });

  it('has a type and a help for each metric, and is not kept by caches', async () => {
    const { headers, text } = await send(`${url}/metrics`);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    });
    const names = new Set([...readSamples(text).keys()].map((series) => series.split('{', 1)[0]!));
    for (const name of names) {
      const family = name.replace(/_(?:bucket|sum|count)$/, '');
      expect(text).toMatch(new RegExp(`^# HELP (?:${name}|${family}) .`, 'm'));
      expect(text).toMatch(new RegExp(`^# TYPE (?:${name}|${family}) \\w`, 'm'));
    }
  });
});

describe('The series of a scrape', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery({ RATE_LIMIT: 'off' }, ToolsModule);
  });

  afterAll(() => server.rookery.close());

  it('stay as many under thousands of made-up methods, tools and clients (attacks 3, 38)', async () => {
    const { url } = server;
    await using known = await SseStream.open(`${url}/sse`);
    for (const message of [callTool(1, 'made-up'), rpc(2, 'made/up'), rpc(3, 'initialize', {})])
      await post(await known.endpoint(), message);
    await known.responseTo(3);
    const before = await scrape(url);
    const seen = new Set<string>();
    await using stream = await SseStream.open(`${url}/sse`);
    const endpoint = await stream.endpoint();
    for (let i = 0; i < MANY; i += 100) {
      const names = Array.from({ length: 100 }, (__, index) => `made-up-${i + index}`);
      const batch = names.flatMap((name) => [rpc(`${name}-method`, name), callTool(`${name}-tool`, name)]);
      await Promise.all(batch.map(async (message) => post(endpoint, message)));
      for (const name of names) {
        await post(endpoint, rpc(name, 'initialize', { clientInfo: { name, version: name } }));
        if (i % 1_000 !== 0) continue;
        for (const series of (await scrape(url)).keys())
          if (!before.has(series) && !series.startsWith('nodejs_')) seen.add(series);
      }
    }
    const after = await scrape(url);
    expect(after.get(durations('other', '', 'error', 'http-sse'))).toBe(MANY + 1);
    expect(after.get(durations('tools/call', 'other', 'error', 'http-sse'))).toBe(MANY + 1);
    expect([...seen].filter((series) => !series.startsWith('rookery_client_streams{'))).toEqual([]);
    expect(seen.size).toBe(51);
    expect(seen).toContain('rookery_client_streams{client="other",wire="http-sse",revision="2025-11-25"}');
  });

  it('show nothing of arguments, ids and credentials (attack 37)', async () => {
    const { url } = server;
    const canary = 'canary-7c1e';
    const headers = { authorization: `Bearer ${canary}`, cookie: canary, 'x-request-id': canary };
    await using stream = await openStream(url, `${canary}${newKey()}`);
    const endpoint = await stream.endpoint();
    await post(endpoint, callTool(canary, 'join', { words: [canary] }), headers);
    await stream.responseTo(canary);
    await post(endpoint, callTool(canary, canary, { [canary]: canary }), headers);
    await post(`${url}/${canary}?token=${canary}`, rpc(canary, canary), headers);
    const { text } = await send(`${url}/metrics`);
    expect(text).not.toContain(canary);
    expect(text).not.toContain(new URL(endpoint).searchParams.get('sessionId'));
  });
});
