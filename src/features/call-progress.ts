import type { RequestContext } from '../json-rpc/index.js';
import { type Params, traitsOf } from '../protocol/index.js';

/** The least step by which a client sees that a call goes on. */
const STEP = 0.000_001;

/** What an author said last. */
interface Said {
  readonly progress: number;
  readonly total: number | undefined;
  readonly message: string | undefined;
}

/**
 * The progress of one call whose client asked for it. What is sent grows with each notification, as the specification has it:
 * where an author's number is behind what was sent for them, the client gets the author's message and no total, until the
 * number has come up.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/progress
 */
export class CallProgress {
  private said: Said | undefined;
  private sent = -Infinity;
  /** What was sent is further than what the author said. */
  private isAhead = false;
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly context: RequestContext,
    private readonly token: string | number,
  ) {}

  /** @returns `undefined` where the client gave no token with these params */
  static of(context: RequestContext, params: Params): CallProgress | undefined {
    const token = (params['_meta'] as Params | null | undefined)?.['progressToken'];
    const isToken = typeof token === 'string' || Number.isSafeInteger(token);
    return isToken ? new CallProgress(context, token as string | number) : undefined;
  }

  /** Sends what the author says, unless the number is not finite or has not grown. */
  say(progress: number, total?: number, message?: string): void {
    if (!Number.isFinite(progress) || progress <= (this.said?.progress ?? -Infinity)) return;
    this.said = { progress, total: Number.isFinite(total) ? total : undefined, message };
    this.isAhead = progress <= this.sent;
    this.timer?.refresh();
    this.send(this.isAhead ? next(this.sent) : progress, this.said);
  }

  /** Sends progress for the author after each silence of `afterMs`, until the call ends. @returns what ends it */
  keepAlive(afterMs: number): () => void {
    const startedAtMs = performance.now();
    const { signal } = this.context;
    this.timer = setInterval(() => this.repeat(startedAtMs), afterMs);
    const stop = (): void => {
      clearInterval(this.timer);
      this.timer = undefined;
      signal.removeEventListener('abort', stop);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    return stop;
  }

  private repeat(startedAtMs: number): void {
    this.send(this.said ? next(this.sent) : secondsSince(startedAtMs), this.said);
  }

  private send(progress: number, { total, message }: Partial<Said> = {}): void {
    this.sent = progress;
    this.context.notify('notifications/progress', {
      progressToken: this.token,
      progress,
      total: this.isAhead ? undefined : total,
      message: traitsOf(this.context.revision).hasProgressMessages ? message : undefined,
    });
  }
}

function next(progress: number): number {
  return progress + (Math.abs(progress) * STEP || STEP);
}

function secondsSince(startedAtMs: number): number {
  return Math.round(performance.now() - startedAtMs) / 1000;
}
