import type { Logger as Pino } from 'pino';
import { type Call, CallObserver, type CallOutcome } from '../json-rpc/index.js';
import { type ObservedSession, type SessionEndReason, SessionObserver } from '../sessions/index.js';
import { describeThrown } from './log-text.js';

const MAX_NAME_LENGTH = 128;

/** One line for each call: who, what, how long, how it came out; never arguments or results. */
export class LogCallObserver extends CallObserver {
  constructor(private readonly pino: Pino) {
    super();
  }

  callEnded(call: Call, outcome: CallOutcome, error?: unknown): void {
    const level = error === undefined ? 'info' : 'error';
    if (!this.pino.isLevelEnabled(level)) return;
    const { target } = call;
    const { method, params } = call.request;
    this.pino[level](
      {
        requestId: call.requestId,
        sessionId: call.loggedSessionId,
        wire: call.wire,
        principal: call.principal.id,
        method: method.slice(0, MAX_NAME_LENGTH),
        tool:
          method === 'tools/call'
            ? shorten(target?.formerName === undefined ? params['name'] : target.name)
            : undefined,
        formerName: target?.formerName,
        prompt: method === 'prompts/get' ? shorten(params['name']) : undefined,
        resource: target?.kind === 'resource' ? shorten(target.name) : undefined,
        durationMs: Math.round((performance.now() - call.startedAtMs) * 1000) / 1000,
        outcome,
        ...(error !== undefined && { stack: describeThrown(error) }),
      },
      'call',
    );
  }
}

function shorten(name: unknown): string | undefined {
  return typeof name === 'string' ? name.slice(0, MAX_NAME_LENGTH) : undefined;
}

/** One line when a session opens, and one when it ends. */
export class LogSessionObserver extends SessionObserver {
  constructor(private readonly pino: Pino) {
    super();
  }

  sessionOpened(session: ObservedSession): void {
    this.write(session, 'session opened');
  }

  sessionEnded(session: ObservedSession, reason: SessionEndReason): void {
    this.write(session, 'session ended', reason);
  }

  private write(session: ObservedSession, msg: string, outcome?: SessionEndReason): void {
    if (!this.pino.isLevelEnabled('info')) return;
    const { loggedId: sessionId, wire, caller } = session;
    this.pino.info({ sessionId, wire, principal: caller.principal.id, outcome }, msg);
  }
}
