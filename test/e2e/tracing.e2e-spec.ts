import { SpanStatusCode, trace } from '@opentelemetry/api';
import { Injectable, Module } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { Tool } from '../../src/index.js';
import { startRookery } from '../support/servers/rookery.js';
import { ServerProcess } from '../support/servers/server-process.js';
import { Collector, type ReceivedSpan } from '../support/telemetry/collector.js';
import { ToolsModule } from '../support/tools/tools.js';
import { callTool, post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const SERVER_KIND = 2;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const OTHER_TRACE = '0af7651916cd43dd8448eb211c80319c';
const traceparent = (id: string, flags = '01'): string => `00-${id}-00f067aa0ba902b7-${flags}`;

@Injectable()
class InstrumentedTool {
  @Tool()
  async lookup(): Promise<string> {
    await delay(1);
    return trace.getTracer('own').startActiveSpan('query', async (span) => {
      await delay(1);
      span.end();
      return 'found';
    });
  }
}

@Module({ imports: [ToolsModule], providers: [InstrumentedTool] })
class App {}

/** Runs `act` against a server with traces on, to its end. @returns the spans that were sent */
async function traced(
  act: (url: string) => Promise<unknown>,
  environment: NodeJS.ProcessEnv = {},
): Promise<Collector> {
  const collector = await Collector.start();
  const server = await startRookery(
    { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`, TOOL_TIMEOUT_SECONDS: '0.1', ...environment },
    App,
  );
  await act(`${server.url}/message`);
  await server.rookery.close();
  await collector[Symbol.asyncDispose]();
  return collector;
}

const withMeta = (id: number, meta: object): object => rpc(id, 'tools/call', { name: 'fail', _meta: meta });

describe('A trace', () => {
  it('has a span for each call, named and described as OpenTelemetry says for MCP', async () => {
    const { spans } = await traced((url) =>
      post(url, callTool(17, 'join', { words: ['a'] }), { 'x-request-id': 'req-1' }),
    );
    expect(spans).toHaveLength(1);
    expect(spans[0]).toMatchObject({ name: 'tools/call join', kind: SERVER_KIND, scope: 'rookery' });
    expect(spans[0]!.parentSpanId).toBeUndefined();
    expect(spans[0]!.status.code).toBe(SpanStatusCode.UNSET);
    expect(spans[0]!.attributes).toEqual({
      'mcp.method.name': 'tools/call',
      'mcp.protocol.version': '2025-11-25',
      'jsonrpc.request.id': '17',
      'gen_ai.tool.name': 'join',
      'gen_ai.operation.name': 'execute_tool',
      'network.transport': 'tcp',
      'rookery.request.id': 'req-1',
    });
    expect(spans[0]!.resource).toMatchObject({ 'service.name': 'rookery' });
  });

  it.each<[string, object, string, string | undefined]>([
    ['a tool that refuses', callTool(1, 'fail'), 'tools/call fail', 'tool_error'],
    ['a tool that breaks', callTool(1, 'break'), 'tools/call break', 'error'],
    ['a call that times out', callTool(1, 'wait'), 'tools/call wait', 'timeout'],
    ['a made-up tool', callTool(1, 'made-up'), 'tools/call other', 'error'],
    ['a made-up method', rpc(1, 'made/up'), 'other', 'error'],
    ['another method', rpc(1, 'tools/list'), 'tools/list', undefined],
  ])('tells of %s', async (_, message, name, error) => {
    const { spans } = await traced((url) => post(url, message));
    expect(spans.map((span) => [span.name, span.attributes['error.type'], span.status.code])).toEqual([
      [name, error, error === undefined ? SpanStatusCode.UNSET : SpanStatusCode.ERROR],
    ]);
  });

  it.each<[string, object, Record<string, string>, string | undefined]>([
    ['the message', { traceparent: traceparent(TRACE) }, { traceparent: traceparent(OTHER_TRACE) }, TRACE],
    ['the HTTP request', {}, { traceparent: traceparent(OTHER_TRACE) }, OTHER_TRACE],
    [
      'the HTTP request, if the message is wrong',
      { traceparent: 7 },
      { traceparent: traceparent(TRACE) },
      TRACE,
    ],
    ['nobody, if both are wrong', { traceparent: '00-0-0-0' }, { traceparent: 'x'.repeat(9000) }, undefined],
  ])('goes on with the parent of %s', async (_, meta, headers, expected) => {
    const { spans } = await traced((url) => post(url, withMeta(1, meta), headers));
    expect(spans).toHaveLength(1);
    expect(spans[0]!.parentSpanId).toBe(expected && '00f067aa0ba902b7');
    if (expected) expect(spans[0]!.traceId).toBe(expected);
    else expect(spans[0]!.traceId).toMatch(/^[0-9a-f]{32}$/);
  });

  it("has spans of the tool's own below that of its call, also of calls at the same time", async () => {
    const { spans } = await traced((url) =>
      Promise.all([1, 2, 3].map(async (id) => post(url, callTool(id, 'lookup')))),
    );
    const calls = new Map(
      spans.filter(({ scope }) => scope === 'rookery').map((span) => [span.spanId, span]),
    );
    const queries = spans.filter(({ scope }) => scope === 'own');
    expect([calls.size, queries.length]).toEqual([3, 3]);
    expect(new Set(queries.map((span) => span.parentSpanId))).toEqual(new Set(calls.keys()));
    for (const query of queries) expect(query.traceId).toBe(calls.get(query.parentSpanId!)!.traceId);
  });

  it('shows sessions by their hash, and nothing of arguments, results and credentials (attack 37)', async () => {
    const canary = 'canary-51f0';
    let sessionId = '';
    const { spans, bytes } = await traced(async (url) => {
      await using stream = await SseStream.open(url.replace('/message', '/sse'));
      const endpoint = await stream.endpoint();
      sessionId = new URL(endpoint).searchParams.get('sessionId')!;
      const headers = { authorization: `Bearer ${canary}`, cookie: canary, baggage: `user=${canary}` };
      await post(endpoint, callTool(1, 'join', { words: [canary] }), headers);
      await post(endpoint, callTool(2, canary, { [canary]: canary }), headers);
      await post(endpoint, rpc(3, canary, { _meta: { baggage: canary } }), headers);
      await stream.responseTo(3);
    });
    expect(spans).toHaveLength(3);
    expect(spans[0]!.attributes['mcp.session.id']).toMatch(/^[0-9a-f]{12}$/);
    expect(bytes).not.toContain(canary);
    expect(bytes).not.toContain(sessionId);
  });

  it.each<[string, string, number]>([
    ['always_off', traceparent(TRACE), 0],
    ['parentbased_always_off', traceparent(TRACE), 1],
    ['parentbased_always_on', traceparent(TRACE, '00'), 0],
    ['always_on', traceparent(TRACE, '00'), 1],
    ['traceidratio', traceparent(TRACE), 0],
  ])('is kept as %s says', async (sampler, parent, count) => {
    const { spans } = await traced(async (url) => post(url, rpc(1, 'ping'), { traceparent: parent }), {
      OTEL_TRACES_SAMPLER: sampler,
      OTEL_TRACES_SAMPLER_ARG: '0',
    });
    expect(spans).toHaveLength(count);
  });
});

describe('The process', () => {
  const loaded = async (environment: NodeJS.ProcessEnv): Promise<string[]> => {
    await using server = ServerProcess.start(environment, 'test/support/servers/loaded-packages.mjs');
    const line = await server.waitForLog(({ msg }) => String(msg).startsWith('OpenTelemetry: '));
    return String(line['msg']).split(' ').slice(1);
  };

  it('loads nothing of the SDK while traces are off; the API is what prom-client needs', async () => {
    expect(await loaded({})).toEqual(['@opentelemetry/api']);
    expect(await loaded({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' })).toContain(
      '@opentelemetry/sdk-trace',
    );
  });

  it('takes the service name, attributes and exporter headers that OpenTelemetry reads', async () => {
    await using collector = await Collector.start();
    await using server = ServerProcess.start({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=k1',
      OTEL_SERVICE_NAME: 'birds',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    });
    await post(`${await server.url()}/message`, callTool(1, 'add', { a: 1, b: 2 }));
    expect(await server.stop()).toBe(0);
    const span: ReceivedSpan = await collector.span('tools/call add');
    expect(span.resource).toMatchObject({ 'service.name': 'birds', 'deployment.environment.name': 'test' });
    expect(collector.headers[0]).toMatchObject({ 'api-key': 'k1', 'content-type': 'application/json' });
    expect(JSON.stringify(server.log)).not.toContain('k1');
  });

  it('serves as ever while the collector is down, says so once, and ends within the time of its drain', async () => {
    const down = await Collector.start();
    const endpoint = down.url;
    await down[Symbol.asyncDispose]();
    await using server = ServerProcess.start({
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
      RATE_LIMIT: 'off',
      SHUTDOWN_SECONDS: '2',
    });
    const url = `${await server.url()}/message`;
    for (let id = 1; id <= 600; id++)
      expect((await post(url, callTool(id, 'add', { a: id, b: 1 }))).status).toBe(200);
    const line = await server.waitForLog(({ context }) => context === 'Tracing');
    expect(line).toMatchObject({
      level: 'warn',
      msg: expect.stringMatching(/^Spans cannot be sent to 127/) as string,
    });
    const startedAtMs = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - startedAtMs).toBeLessThan(2_500);
    expect(server.log.filter(({ context }) => context === 'Tracing')).toHaveLength(1);
    expect(server.errors).toEqual([]);
  });

  it.each([
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'localhost:4318',
      /^rookery: OTEL_EXPORTER_OTLP_ENDPOINT must be an http or/,
    ],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://user:pw@collector', /must be an http or https URL/],
    ['OTEL_TRACES_SAMPLER', 'jaeger_remote', /^rookery: OTEL_TRACES_SAMPLER must be one of always_on/],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5', /^rookery: OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1/],
  ])('does not start with %s=%s', async (name, value, message) => {
    await using server = ServerProcess.start({ [name]: value });
    expect(await server.exited).toBe(1);
    expect(server.errors.join('\n')).toMatch(message);
  });
});
