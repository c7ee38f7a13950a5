import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Client as ClientV2, LOG_LEVEL_META_KEY } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { CallToolResultSchema, LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { SESSION_WIRES } from '../../../src/protocol/index.js';
import { describeWith } from '../../support/available.js';
import { CLIENT_WIRES } from '../../support/clients/client-wires.js';
import { run } from '../../support/clients/clients.js';
import { Hearing, type Heard } from '../../support/clients/hearing.js';
import { TRANSPORTS_V1, TRANSPORTS_V2 } from '../../support/clients/typescript-transports.js';
import { buildApp, readMarkdown } from '../../support/docs/snippets.js';
import { type RunningRookery, startRookery } from '../../support/servers/rookery.js';
import { ROOT } from '../../support/servers/server-process.js';
import { HOSTILE_TEXTS } from '../../support/tools/hostile-texts.js';
import { HOSTILE_DESCRIPTION, HostileToolsModule } from '../../support/tools/hostile-tools.js';
import { REVISION } from '../../support/wire/stateless.js';

const HOSTILE = join(ROOT, 'test/clients/python/hostile.py');
const COUNT = String(HOSTILE_TEXTS.length);
const WITHIN_MS = 120_000;
const IDENTITY = { name: 'rookery-test', version: '1.0.0' };

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const texts = HOSTILE_TEXTS.map((text) => digest(text.toWellFormed()));
const shapes = HOSTILE_TEXTS.map((text) => {
  const key = text.length < 1000 ? text : 'large';
  return [digest(`key ${key}`.toWellFormed()), digest(text.toWellFormed())];
});

/** What each client hears: every text, but for lone surrogates. */
const HEARD: Heard = {
  description: digest(HOSTILE_DESCRIPTION.toWellFormed()),
  results: texts,
  errors: texts,
  shapes,
  told: texts.map((text) => [text, text]),
};

/** The tools as a program of their own. @returns the target of a client over stdio */
async function buildStdioTarget(): Promise<string> {
  const read = (name: string): string => readMarkdown(`test/support/tools/${name}.ts`);
  const tools = read('hostile-tools').replace('../../../src/index.js', 'rookery');
  const files = [
    ['src/hostile-texts.ts', read('hostile-texts')],
    ['src/hostile-tools.ts', tools],
  ] as [string, string][];
  const app = await buildApp('hostile-tools', files, { 'node_modules/rookery': '.' });
  const program = [join(ROOT, 'dist/cli/rookery.js'), '--stdio', join(ROOT, app, 'dist/hostile-tools.js')];
  return JSON.stringify(['env', 'RATE_LIMIT=off', process.execPath, ...program]);
}

async function listen(program: string, ...args: string[]): Promise<unknown> {
  const ended = await run(program, args, {}, WITHIN_MS);
  if (ended.status !== 0) throw new Error(`The client ended with ${ended.status}: ${ended.stderr}`);
  return JSON.parse(ended.stdout);
}

describe('Two hundred hostile texts', () => {
  let server: RunningRookery;
  /** Where clients that ask for 2026-07-28 first do not get it. */
  let older: RunningRookery;
  let stdioTarget: string;

  beforeAll(async () => {
    server = await startRookery({ RATE_LIMIT: 'off' }, HostileToolsModule);
    older = await startRookery({ RATE_LIMIT: 'off', WIRES: SESSION_WIRES.join() }, HostileToolsModule);
    stdioTarget = await buildStdioTarget();
  }, WITHIN_MS);
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await older[Symbol.asyncDispose]();
  });

  it('are two hundred', () => {
    expect(new Set(HOSTILE_TEXTS).size).toBe(200);
  });

  describe.each(CLIENT_WIRES.filter(({ name }) => name !== 'stateless HTTP'))('over $name', (wire) => {
    const { name } = wire;
    const target = (): string => (name === 'stdio' ? stdioTarget : wire.targetAt(older.url));

    it(
      'reach the client of @modelcontextprotocol/sdk',
      async () => {
        const client = new ClientV1(IDENTITY);
        await client.connect(TRANSPORTS_V1[name](target()));
        const hearing = new Hearing({
          list: () => client.listTools(),
          call: (params, onprogress) => client.callTool(params, CallToolResultSchema, { onprogress }),
        });
        client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) =>
          hearing.log(params.data),
        );
        expect(await hearing.listen(HOSTILE_TEXTS.length)).toEqual(HEARD);
        await client.close();
      },
      WITHIN_MS,
    );

    it(
      'reach the client of @modelcontextprotocol/client',
      async () => {
        const client = new ClientV2(IDENTITY);
        await client.connect(TRANSPORTS_V2[name](target()));
        const hearing = new Hearing({
          list: () => client.listTools(),
          call: (params, onprogress) => client.callTool(params, { onprogress }),
        });
        client.setNotificationHandler('notifications/message', ({ params }) => hearing.log(params.data));
        expect(await hearing.listen(HOSTILE_TEXTS.length)).toEqual(HEARD);
        await client.close();
      },
      WITHIN_MS,
    );

    describeWith('ROOKERY_TEST_PYTHON', 'of the Python client', (python) => {
      it(
        'reach it',
        async () => expect(await listen(python, HOSTILE, target(), COUNT)).toEqual(HEARD),
        WITHIN_MS,
      );
    });

    // Its revision has no structured content. httpx-sse 0.4.0 ends lines as Python does.
    describeWith('ROOKERY_TEST_PYTHON_1_9', 'of the Python client of 2025', (python) => {
      it(
        'reach it',
        async () => {
          const heard = { ...HEARD, shapes: shapes.map(() => []) };
          expect(await listen(python, HOSTILE, target(), COUNT)).toEqual(heard);
        },
        WITHIN_MS,
      );
    });

    describeWith('ROOKERY_TEST_GO_CLIENT', 'of the Go client', (client) => {
      it(
        'reach it',
        async () => expect(await listen(client, 'hostile', target(), COUNT)).toEqual(HEARD),
        WITHIN_MS,
      );
    });
  });

  describe('over stateless HTTP', () => {
    it(
      'reach the client of @modelcontextprotocol/client',
      async () => {
        const client = new ClientV2(IDENTITY, { versionNegotiation: { mode: { pin: REVISION } } });
        await client.connect(TRANSPORTS_V2['stateless HTTP'](`${server.url}/mcp`));
        const meta = { [LOG_LEVEL_META_KEY]: 'debug' };
        const hearing = new Hearing({
          list: () => client.listTools(),
          call: (params, onprogress) => client.callTool({ ...params, _meta: meta }, { onprogress }),
        });
        client.setNotificationHandler('notifications/message', ({ params }) => hearing.log(params.data));
        expect(await hearing.listen(HOSTILE_TEXTS.length)).toEqual(HEARD);
        await client.close();
      },
      WITHIN_MS,
    );

    describeWith('ROOKERY_TEST_GO_CLIENT', 'of the Go client', (client) => {
      it(
        'reach it',
        async () => expect(await listen(client, 'hostile', `${server.url}/mcp`, COUNT)).toEqual(HEARD),
        WITHIN_MS,
      );
    });
  });

  describe.each([
    ['over its own HTTP client', 'ROOKERY_TEST_JAVA_CLIENT'],
    ['over WebFlux', 'ROOKERY_TEST_JAVA_WEBFLUX_CLIENT'],
  ])('of the Java client %s', (_name, variable) => {
    describeWith(variable, 'where Maven is', (client) => {
      it(
        'reach it',
        async () => {
          const { description, results, errors } = HEARD;
          const heard = { description, results, errors, logs: texts };
          expect(await listen('java', '-jar', client, server.url, COUNT)).toEqual(heard);
        },
        WITHIN_MS,
      );
    });
  });
});
