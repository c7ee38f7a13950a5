import { Injectable, type OnModuleDestroy, type OnModuleInit, Optional } from '@nestjs/common';
import { type AskedSession, type OpenStream, OpenStreams } from './open-streams.js';
import { SessionsOptions } from './sessions.options.js';
import { Turns } from './turns.js';

/** How often in the time between two pings it is looked which sessions are due: so they are asked apart. */
const LOOKS = 16;

const NO_PARAMS = Object.freeze({});

/**
 * Asks the clients of sessions whether they are there, and ends the session of one that does not answer. A client that has not
 * initialised is not asked: before that the specification has no requests of a server, and a reader such as curl answers none.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/ping
 */
@Injectable()
export class SessionPings implements OnModuleInit, OnModuleDestroy {
  private readonly turns = new Turns();
  private readonly dueAtMs = new WeakMap<AskedSession, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly streams: OpenStreams,
    @Optional() private readonly options: SessionsOptions = new SessionsOptions(),
  ) {}

  onModuleInit(): void {
    const { pingMs } = this.options;
    if (pingMs > 0) this.timer = setInterval(() => this.look(), pingMs / LOOKS);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.turns.stop();
  }

  private look(): void {
    const now = performance.now();
    this.turns.visit(this.streams.all(), (stream) => this.visit(stream, now));
  }

  private visit(stream: OpenStream, now: number): void {
    const { asked } = stream;
    if (!asked?.state.isInitialized) return;
    const due = this.dueAtMs.get(asked);
    // Clients that come back together after a restart are asked apart.
    if (due === undefined) this.dueAtMs.set(asked, now + this.options.pingMs * (0.5 + Math.random() / 2));
    else if (now >= due) void this.ping(stream, asked);
  }

  /** The next one is due once this one is answered. */
  private async ping(stream: OpenStream, asked: AskedSession): Promise<void> {
    const { pingMs } = this.options;
    this.dueAtMs.set(asked, Infinity);
    const answer = await asked.ask('ping', NO_PARAMS, pingMs);
    this.dueAtMs.set(asked, performance.now() + pingMs);
    const isUnanswered = answer.kind === 'unanswered' && answer.reason === 'timeout';
    // A client that went meanwhile may come back, as its session says.
    if (isUnanswered && this.streams.has(stream)) asked.end('ping-unanswered');
  }
}
