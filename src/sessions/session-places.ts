import { type Caller, callerKey, isLoopbackAddress, isUnknown } from '../json-rpc/index.js';
import type { Session } from './session.js';
import type { SessionsOptions } from './sessions.options.js';

/** The part of all sessions, and of all streams, that one address may have while nothing else is set. */
const ADDRESS_SHARE = 1 / 4;

/** What one caller has: a principal, or an address without one. */
interface Place {
  sessions: number;
  streams: number;
  /** Its sessions that wait for their client, the longest waiting first. */
  readonly waiting: Set<Session>;
}

export interface PlaceLimits {
  readonly sessions: number;
  readonly streams: number;
}

const NOTHING: Readonly<Place> = { sessions: 0, streams: 0, waiting: new Set() };

/** How many sessions and streams each caller has. A caller is forgotten with its last session. */
export class SessionPlaces {
  private readonly byCaller = new Map<string, Place>();

  constructor(private readonly options: SessionsOptions) {}

  of(caller: Caller): Readonly<Place> {
    return this.byCaller.get(callerKey(caller)) ?? NOTHING;
  }

  limitsOf({ principal, address }: Caller): PlaceLimits {
    const { maxSessions, maxSessionsPerPrincipal, maxSessionsPerAddress, maxStreamsPerAddress } =
      this.options;
    if (!isUnknown(principal)) return { sessions: maxSessionsPerPrincipal, streams: maxSessionsPerPrincipal };
    const share = isLoopbackAddress(address)
      ? Infinity
      : Math.max(1, Math.floor(maxSessions * ADDRESS_SHARE));
    return { sessions: maxSessionsPerAddress || share, streams: maxStreamsPerAddress || share };
  }

  /** A session has opened; it has no stream yet. */
  add({ caller }: Session): void {
    const key = callerKey(caller);
    const place = this.byCaller.get(key);
    if (place) place.sessions++;
    else this.byCaller.set(key, { sessions: 1, streams: 0, waiting: new Set() });
  }

  /** A session got a stream. */
  attach(session: Session): void {
    const place = this.byCaller.get(callerKey(session.caller));
    if (!place) return;
    place.streams++;
    place.waiting.delete(session);
  }

  /** The stream of a session has ended. */
  detach({ caller }: Session): void {
    const place = this.byCaller.get(callerKey(caller));
    if (place) place.streams--;
  }

  /** A session without a stream waits for its client. */
  wait(session: Session): void {
    this.byCaller.get(callerKey(session.caller))?.waiting.add(session);
  }

  /** A session without a stream has ended, or goes on as another caller's. */
  remove(session: Session): void {
    const key = callerKey(session.caller);
    const place = this.byCaller.get(key);
    if (!place) return;
    place.waiting.delete(session);
    if (--place.sessions === 0) this.byCaller.delete(key);
  }
}
