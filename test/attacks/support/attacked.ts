import { DIRECT_ROUTES } from '../../support/servers/direct-routes.js';
import { type LogLine, ServerProcess } from '../../support/servers/server-process.js';
import { type Answer, post, type RequestOptions, rpc, send } from '../../support/wire/http.js';
import { RawConnection } from '../../support/wire/raw-connection.js';
import { SseStream } from '../../support/wire/sse-stream.js';
import { Bystander } from './bystander.js';

const SCRIPT = 'test/attacks/support/attacked-server.mjs';

const OPENING = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
};

/** What an answer shows if it shows too much: a stack, a path, a version of what we are made of. */
const INTERNALS = /node_modules|\/(?:src|dist|etc)\/|\bat \S+ \(|\.[jt]s:\d|express|nestjs/i;

/** The built service under attack, a bystander who uses it meanwhile, and all that it answered. */
export class Attacked implements AsyncDisposable {
  private readonly answers: string[] = [];
  private readonly connections: RawConnection[] = [];
  private seenErrors = 0;

  private constructor(
    readonly process: ServerProcess,
    readonly url: string,
    private readonly bystander: Bystander,
  ) {}

  static async start(
    { environment, headers, pauseMs, descriptors }: Setup,
    directRoutes: boolean,
  ): Promise<Attacked> {
    const process = ServerProcess.start(
      {
        RATE_LIMIT: 'off',
        MAX_EVENT_LOOP_DELAY_MS: '60000',
        DIRECT_ROUTES: directRoutes ? 'on' : 'off',
        ...environment,
      },
      SCRIPT,
      descriptors,
    );
    try {
      const url = await process.url();
      return new Attacked(process, url, await Bystander.join(url, headers, pauseMs));
    } catch (error) {
      await process[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The bystander begins to call. */
  async begin(): Promise<void> {
    await this.bystander.call();
    this.bystander.begin();
  }

  /**
   * What holds after every attack: the bystander was served before, during and after it, nothing was written to stderr,
   * no error was logged that the test did not take, and no answer shows internals.
   */
  async expectUnharmed(): Promise<void> {
    await this.bystander.rest();
    for (const connection of this.connections.splice(0)) {
      this.answers.push(connection.received);
      connection.socket.destroy();
    }
    expect(this.process.errors).toEqual([]);
    expect(this.errorLines().slice(this.seenErrors)).toEqual([]);
    for (const answer of this.answers.splice(0)) expect(answer).not.toMatch(INTERNALS);
  }

  /** The next lines of level error, once there are as many; they are expected. */
  async takeErrors(count: number): Promise<LogLine[]> {
    const from = this.seenErrors;
    this.seenErrors += count;
    await this.process.waitForLog(() => this.errorLines().length >= this.seenErrors);
    return this.errorLines().slice(from, this.seenErrors);
  }

  async post(path: string, message: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.note(await post(this.urlOf(path), message, headers));
  }

  async send(path: string, options: RequestOptions = {}): Promise<Answer> {
    return this.note(await send(this.urlOf(path), options));
  }

  /** Opens a session of Streamable HTTP. @returns what its requests have in their head */
  async session(headers: Record<string, string> = {}): Promise<Record<string, string>> {
    const answer = await this.post('/mcp', rpc(0, 'initialize', OPENING), headers);
    expect(answer.status).toBe(200);
    return { ...headers, 'mcp-session-id': answer.headers['mcp-session-id'] as string };
  }

  stream(path = '/sse', headers: Record<string, string> = {}): Promise<SseStream> {
    return SseStream.open(this.urlOf(path), headers);
  }

  /** A connection on which bytes were written as they are. */
  raw(bytes: string | Buffer = '', isTls = false): RawConnection {
    const connection = RawConnection.open({ port: Number(new URL(this.url).port), isTls });
    this.connections.push(connection);
    if (bytes.length > 0) connection.send(bytes);
    return connection;
  }

  /** The status of each answer to bytes, after which the server closes; a head in them asks it to. */
  async statuses(bytes: string | Buffer): Promise<number[]> {
    const connection = this.raw(bytes);
    await connection.ended();
    return connection.statuses;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.bystander.leave();
    await this.process[Symbol.asyncDispose]();
  }

  private urlOf(path: string): string {
    return path.startsWith('/') ? this.url + path : path;
  }

  private note(answer: Answer): Answer {
    this.answers.push(`${JSON.stringify(answer.headers)}\n${answer.text}`);
    return answer;
  }

  private errorLines(): LogLine[] {
    return this.process.log.filter(({ level }) => level === 'error' || level === 'fatal');
  }
}

/** How a server is set up, and what the bystander sends along. */
export interface Setup {
  readonly environment?: NodeJS.ProcessEnv;
  readonly headers?: Record<string, string>;
  /** How many files the server may open. */
  readonly descriptors?: number;
  /** How long it waits between its calls. */
  readonly pauseMs?: number;
}

/**
 * Attacks on one server, which has direct routes or not. A test's name begins with its number in docs/security.md.
 * @param prepare runs before each server starts
 */
export function describeAttacks(
  title: string,
  prepare: Setup | (() => Promise<Setup>),
  define: (attacked: () => Attacked) => void,
): void {
  describe(title, () => {
    let attacked: Attacked;

    beforeAll(async () => {
      const setup = typeof prepare === 'function' ? await prepare() : prepare;
      attacked = await Attacked.start(setup, DIRECT_ROUTES);
    });
    afterAll(() => attacked[Symbol.asyncDispose]());
    beforeEach(() => attacked.begin());
    afterEach(() => attacked.expectUnharmed());

    define(() => attacked);
  });
}
