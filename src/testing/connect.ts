import type { INestApplication, INestApplicationContext } from '@nestjs/common';
import { ANONYMOUS, type Principal } from '../callers/index.js';
import { Announcements, RequestDispatcher } from '../json-rpc/index.js';
import type { ProtocolRevision } from '../protocol/index.js';
import { HttpSseTestTransport } from './http-sse-transport.js';
import { McpTestClient } from './mcp-test-client.js';
import { MemoryTransport } from './memory-transport.js';
import type { TestTransport } from './test-transport.js';

/** What can be connected to: an app or testing module that imports `McpModule`, or what `createRookery` returns. */
export type Connectable = INestApplicationContext | { readonly app: INestApplicationContext };

export interface ConnectOptions {
  /**
   * `memory` goes straight to the tools, for unit tests; `http-sse` opens a socket, and with it everything that is
   * between. @default 'memory'
   */
  readonly over?: 'memory' | 'http-sse';
  /** For whom calls are made, over `memory`. @default the anonymous principal */
  readonly principal?: Principal;
  /** Sent with every request, over `http-sse`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Where streams are opened, over `http-sse`. @default '/sse' */
  readonly path?: string;
  /** What the client asks for. @default the latest revision with sessions */
  readonly revision?: ProtocolRevision;
}

/**
 * A client that is connected and has initialised. The app is initialised if it was not; over `http-sse` it listens on a
 * free loopback port if it did not. Closing the app is the test's own.
 */
export async function connect(target: Connectable, options: ConnectOptions = {}): Promise<McpTestClient> {
  const app = 'app' in target ? target.app : target;
  await initialise(app);
  const transport = options.over === 'http-sse' ? await overHttpSse(app, options) : overMemory(app, options);
  const client = new McpTestClient(transport);
  await client.connect(options.revision);
  return client;
}

/** A start that failed fails again in the same way: a second attempt would hide why. */
const starts = new WeakMap<INestApplicationContext, Promise<unknown>>();

function initialise(app: INestApplicationContext): Promise<unknown> {
  const start = starts.get(app) ?? app.init();
  starts.set(app, start);
  return start;
}

function overMemory(app: INestApplicationContext, { principal = ANONYMOUS }: ConnectOptions): TestTransport {
  return new MemoryTransport(
    app.get(RequestDispatcher, { strict: false }),
    app.get(Announcements, { strict: false }),
    principal,
  );
}

async function overHttpSse(
  context: INestApplicationContext,
  options: ConnectOptions,
): Promise<TestTransport> {
  const app = context as INestApplication;
  if (!(app.getHttpServer() as { listening: boolean }).listening) await app.listen(0, '127.0.0.1');
  const { path = '/sse', headers = {} } = options;
  return new HttpSseTestTransport(new URL((await app.getUrl()) + path), headers);
}
