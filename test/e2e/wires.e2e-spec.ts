import type { AddressInfo } from 'node:net';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ConfigurationError, McpModule, type McpModuleOptions, type Wire } from '../../src/index.js';
import { MetricsModule } from '../../src/metrics/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import { ALIASES } from '../../src/transport/endpoints/index.js';
import { ServerProcess } from '../support/servers/server-process.js';
import { post, rpc, send } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

interface Started extends AsyncDisposable {
  readonly url: string;
}

async function start(mcp: DynamicModule): Promise<Started> {
  @Module({ imports: [mcp, MetricsModule, SamplesModule] })
  class AppModule {}
  const app = await NestFactory.create<NestExpressApplication>(AppModule, {
    abortOnError: false,
    forceCloseConnections: true,
    logger: false,
  });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => app.close() };
}

/** The statuses that wires have to answer with: a stream, a stream at the bare URL, a message of a session, one of none, and Streamable HTTP. */
async function statusesOf({ url }: Started): Promise<number[]> {
  await using stream = await SseStream.open(`${url}/sse`);
  await using bare = await SseStream.open(url);
  const endpoint = stream.status === 200 ? await stream.endpoint() : `${url}/message?sessionId=none`;
  const answers = [
    await post(endpoint, rpc(1, 'ping')),
    await post(`${url}/message`, rpc(1, 'ping')),
    await post(`${url}/mcp`, rpc(1, 'initialize', {})),
  ];
  return [stream.status, bare.status, ...answers.map(({ status }) => status)];
}

describe('The wires that are served', () => {
  const ways: [name: string, make: (options: McpModuleOptions) => DynamicModule][] = [
    ['forRoot', (options) => McpModule.forRoot({ aliases: ALIASES, ...options })],
    [
      'forRootAsync',
      ({ wires, aliases = ALIASES, ...others }) =>
        McpModule.forRootAsync({
          ...(wires && { wires }),
          aliases,
          useFactory: () => Promise.resolve(others),
        }),
    ],
  ];

  describe.each(ways)('by %s', (_name, make) => {
    it.each<[names: string, options: McpModuleOptions, statuses: number[]]>([
      ['all, unless they are named', {}, [200, 200, 202, 200, 200]],
      ['all that are named', { wires: ['http-sse', 'sessionless-post'] }, [200, 200, 202, 200, 404]],
      ['HTTP+SSE alone', { wires: ['http-sse'] }, [200, 200, 202, 400, 404]],
      [
        'no POSTs without a session, said in an option',
        { httpSse: { sessionlessPost: false } },
        [200, 200, 202, 400, 200],
      ],
      ['Streamable HTTP alone', { wires: ['streamable-http'] }, [405, 404, 404, 404, 200]],
      ['POSTs without a session alone', { wires: ['sessionless-post'] }, [404, 404, 404, 200, 404]],
    ])('are %s', async (_names, options, statuses) => {
      await using server = await start(make(options));
      expect(await statusesOf(server)).toEqual(statuses);
    });

    it('have a route of their own or none where the app keeps the bare URL: the others answer as unknown paths do', async () => {
      await using server = await start(make({ wires: ['sessionless-post'], aliases: ['/message'] }));
      const [stream, unknown] = [await send(`${server.url}/sse`), await send(`${server.url}/unknown`)];
      expect(stream.text.replace('/sse', '/unknown')).toBe(unknown.text);
    });

    it('are the only ones in metrics', async () => {
      await using all = await start(make({}));
      await using some = await start(make({ wires: ['sessionless-post'] }));
      const opened = 'rookery_sessions_opened_total{wire="http-sse"} 0';
      expect((await send(`${all.url}/metrics`)).text).toContain(opened);
      expect((await send(`${all.url}/metrics`)).text).toContain(
        'rookery_sessions_opened_total{wire="streamable-http"} 0',
      );
      expect((await send(`${some.url}/metrics`)).text).not.toMatch(/wire="(?:http-sse|streamable-http)"/);
    });

    it.each<[string, McpModuleOptions]>([
      ['are none', { wires: [] }],
      [
        'are one that an option takes back',
        { wires: ['sessionless-post'], httpSse: { sessionlessPost: false } },
      ],
    ])('fail the boot where they %s', async (_what, options) => {
      await expect(start(make(options))).rejects.toThrow(
        'No wire is left that clients could reach the server by',
      );
    });

    it('have names that are known', async () => {
      const started = start(make({ wires: ['carrier-pigeon' as Wire] }));
      await expect(started).rejects.toThrow(
        new ConfigurationError(
          '"carrier-pigeon" is no wire: `wires` may have http-sse, sessionless-post, streamable-http',
        ),
      );
    });
  });

  it('are not for a factory to say, since the routes are known before it runs', async () => {
    const useFactory = (): McpModuleOptions => ({ wires: ['http-sse'] });
    await expect(start(McpModule.forRootAsync({ useFactory }))).rejects.toThrow(
      new ConfigurationError('`wires` has to stand next to the useFactory of McpModule.forRootAsync'),
    );
  });

  it.each([
    ['on', 'wires: http-sse, sessionless-post, streamable-http'],
    ['off', 'wires: http-sse, streamable-http'],
  ])('are logged at the start, with SESSIONLESS_POST %s', async (SESSIONLESS_POST, shown) => {
    await using server = ServerProcess.start({ SESSIONLESS_POST });
    const { msg } = await server.waitForLog((line) => String(line['msg']).startsWith('Listening on '));
    expect(String(msg).split(', wires')[1]).toBe(shown.slice('wires'.length));
  });
});
