import { randomInt } from 'node:crypto';
import { type Availability, shuttingDown } from '../availability/index.js';
import type { Caller } from '../callers/index.js';
import { andThen, isThenable, type SessionWire } from '../protocol/index.js';
import { EndedSessions } from './ended-sessions.js';
import type { SessionEndReason } from './session-end.js';
import { readSessionKeys } from './session-keys.js';
import { type OpenedSeal, SessionSeal } from './session-seal.js';
import type { Session } from './session.js';
import type { SessionsOptions } from './sessions.options.js';
import type { PlaceRequest, StreamRequest } from './stream-request.js';

const MAX_ENDED_IDS = 10_000;

/** `crypto.randomInt` gives 48 bits; the number of an epoch has 15 digits. */
const MAX_EPOCH = 2 ** 48 - 1;

/** One that only made room, or whose process stops, may be taken up again. */
const ENDS_FOR_GOOD: ReadonlySet<SessionEndReason> = new Set<SessionEndReason>([
  'closed',
  'expired',
  'revoked',
  'credentials-expired',
]);

type Found = Session | undefined | PromiseLike<Session | undefined>;

/** Where sessions are. */
interface Sessions {
  findSession(givenId: string, caller: Caller, wire: SessionWire): Found;
  begin(request: StreamRequest): Session | PromiseLike<Session>;
}

/**
 * Sessions whose ids say enough of them for a process that does not know them: it takes one up with the first message that
 * names it. Without keys no id is sealed, and nothing is taken up.
 */
export class SealedSessions {
  private readonly seal: SessionSeal | undefined;
  private readonly ended = new EndedSessions(MAX_ENDED_IDS);
  /** Those that are being taken up, while a store has to be waited for. */
  private readonly pending = new Map<string, PromiseLike<Session | undefined>>();

  /** @throws ConfigurationError for keys that are none */
  constructor(
    private readonly sessions: Sessions,
    { keys, sealedMs }: SessionsOptions,
    private readonly availability: Availability,
  ) {
    const [first, ...others] = readSessionKeys(keys, '`sessions.keys`');
    if (first) this.seal = new SessionSeal([first, ...others], sealedMs);
  }

  /** A session is initialised. @returns what its client calls it from now on */
  giveId(session: Session): string {
    const { sessionId, caller, state } = session;
    if (this.seal) session.givenId = this.seal.seal(sessionId, caller.principal, state);
    return session.givenId;
  }

  /**
   * A session that this process does not know. Messages that come at once take it up once. Its streams begin anew.
   * @param givenId what its client calls it
   * @returns nothing for an id that is not sealed, is too old, is not this caller's, or of a session that has ended here
   * @throws UnavailableError when there is no room for a session, or the server is about to stop
   */
  takeUp(givenId: string, request: PlaceRequest, wire: SessionWire): Found {
    const { caller } = request;
    const opened = this.open(givenId, caller);
    if (!opened) return undefined;
    if (this.availability.stateFor(caller) === 'draining') throw shuttingDown();
    const pending = this.pending.get(givenId);
    if (pending) return pending;
    const known = { ...opened, givenId, epoch: randomInt(1, MAX_EPOCH) };
    const taken = andThen(
      this.sessions.findSession(givenId, caller, wire),
      (found) => found ?? this.sessions.begin({ ...request, wire, revision: opened.state.revision, known }),
    );
    if (isThenable(taken)) this.wait(givenId, taken);
    return taken;
  }

  /** Its client ends a session that this process does not know. @returns whether it is one of its own */
  closeUnknown(givenId: string, caller: Caller): boolean {
    const opened = this.open(givenId, caller);
    if (opened) this.ended.add(opened.sessionId);
    return opened !== undefined;
  }

  /** A session has ended: nobody takes it up any more, if it ended for good. */
  forget({ sessionId, isSealed }: Session, reason: SessionEndReason): void {
    if (isSealed && ENDS_FOR_GOOD.has(reason)) this.ended.add(sessionId);
  }

  private open(givenId: string, { principal }: Caller): OpenedSeal | undefined {
    const opened = this.seal?.open(givenId, principal);
    return opened && !this.ended.has(opened.sessionId) ? opened : undefined;
  }

  private wait(givenId: string, taken: PromiseLike<Session | undefined>): void {
    const settled = (): boolean => this.pending.delete(givenId);
    this.pending.set(givenId, taken);
    taken.then(settled, settled);
  }
}
