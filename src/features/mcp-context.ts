import type { MessageSource, Principal } from '../callers/index.js';
import type { RequestContext } from '../json-rpc/index.js';
import {
  type Implementation,
  type LoggingLevel,
  type Params,
  type ProtocolRevision,
  isAsSevereAs,
} from '../protocol/index.js';
import { CallProgress } from './call-progress.js';
import { createContextParameter } from './context-parameters.js';

/** What a tool may know of the call it serves, and tell the client meanwhile. */
export interface McpContext {
  /** The id of the HTTP request that brought the call, as the logs and `X-Request-Id` say it. */
  readonly requestId: string;
  readonly principal: Principal;
  /** How the client named itself, if it initialised. */
  readonly client: Implementation | undefined;
  readonly revision: ProtocolRevision;
  /** Aborted when the result is not wanted any more: cancelled, disconnected, timed out, shut down. */
  readonly signal: AbortSignal;
  /**
   * Tells the client how far the call is. Sent only if it asked for progress, and only if `progress` grew.
   * @param total what `progress` reaches at the end, if known
   * @param message a sentence for people; sent since revision 2025-03-26
   */
  readonly progress: (progress: number, total?: number, message?: string) => void;
  /**
   * Sends a log message to the client, if it is at least as severe as the client asked for: `info`, until it asks; since
   * revision 2026-07-28 each call asks for itself, or gets none.
   * @param data anything JSON can hold; never put secrets here
   */
  readonly log: (level: LoggingLevel, data: unknown, logger?: string) => void;
  /**
   * Ends the connection that carries the messages of a long call; the client comes back for the rest, and gets all of it. Over
   * Streamable HTTP since revision 2025-11-25 (SEP-1699); elsewhere nothing happens.
   * @param retryMs when the client may come back, in milliseconds. @default 1000
   */
  readonly closeStream: (retryMs?: number) => void;
}

/** A client that waits longer has lost its call. */
const MAX_RETRY_MS = 3_600_000;

/** A parameter of a tool method: the {@link McpContext} of the call. */
export const McpContext = (): ParameterDecorator => createContextParameter((context: McpContext) => context);

/** A parameter of a tool method: the {@link Principal} that the call is made for. */
export const McpPrincipal = (): ParameterDecorator =>
  createContextParameter(({ principal }: McpContext) => principal);

/** The context of one call with these params. */
export class CallMcpContext implements McpContext {
  private readonly ownProgress: CallProgress | undefined;

  constructor(
    private readonly context: RequestContext,
    params: Params,
  ) {
    this.ownProgress = CallProgress.of(context, params);
  }

  get requestId(): string {
    return this.context.requestId;
  }

  get principal(): Principal {
    return this.context.principal;
  }

  get client(): Implementation | undefined {
    return this.context.client;
  }

  get revision(): ProtocolRevision {
    return this.context.revision;
  }

  get source(): MessageSource {
    return this.context.source;
  }

  get signal(): AbortSignal {
    return this.context.signal;
  }

  readonly progress = (progress: number, total?: number, message?: string): void => {
    this.ownProgress?.say(progress, total, message);
  };

  /**
   * From now on the client, if it asked for progress, gets some after each silence of the author.
   * @param afterMs how long a silence lasts; `0` sends nothing
   * @returns what ends it; the end of the call does too
   */
  keepAlive(afterMs: number): (() => void) | undefined {
    return afterMs > 0 ? this.ownProgress?.keepAlive(afterMs) : undefined;
  }

  readonly closeStream = (retryMs = 1_000): void => {
    if (!Number.isFinite(retryMs) || retryMs < 0)
      throw new RangeError('retryMs must be a number of milliseconds from 0 on');
    this.context.closeStream(Math.min(Math.round(retryMs), MAX_RETRY_MS));
  };

  readonly log = (level: LoggingLevel, data: unknown, logger?: string): void => {
    const { loggingLevel } = this.context;
    if (loggingLevel === undefined || !isAsSevereAs(level, loggingLevel)) return;
    this.context.notify('notifications/message', { level, logger, data });
  };
}
