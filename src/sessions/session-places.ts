import { type Caller, callerKey, isLoopbackAddress, isUnknown } from '../json-rpc/index.js';
import { UnavailableError } from '../protocol/index.js';
import type { Session } from './session.js';
import type { SessionsOptions } from './sessions.options.js';
import type { StreamRequest } from './stream-request.js';

/** The part of all sessions, and of all streams, that one address may have while nothing else is set. */
const ADDRESS_SHARE = 1 / 4;

/** What one caller has: a principal, or an address without one. */
interface Place {
  sessions: number;
  streams: number;
  /** Its sessions that wait for their client, the longest waiting first. */
  readonly waiting: Set<Session>;
}

interface PlaceLimits {
  readonly sessions: number;
  readonly streams: number;
}

const NOTHING: Readonly<Place> = { sessions: 0, streams: 0, waiting: new Set() };

/** How many sessions and streams each caller has. A caller is forgotten with its last session. */
export class SessionPlaces {
  private readonly byCaller = new Map<string, Place>();

  constructor(private readonly options: SessionsOptions) {}

  private of(caller: Caller): Readonly<Place> {
    return this.byCaller.get(callerKey(caller)) ?? NOTHING;
  }

  private limitsOf({ principal, address }: Caller): PlaceLimits {
    const { maxSessions, maxSessionsPerPrincipal, maxSessionsPerAddress, maxStreamsPerAddress } =
      this.options;
    if (!isUnknown(principal)) return { sessions: maxSessionsPerPrincipal, streams: maxSessionsPerPrincipal };
    const share = isLoopbackAddress(address)
      ? Infinity
      : Math.max(1, Math.floor(maxSessions * ADDRESS_SHARE));
    return { sessions: maxSessionsPerAddress || share, streams: maxStreamsPerAddress || share };
  }

  /**
   * Whether a caller may have one more stream. One with all its sessions loses the one that waits longest for its client.
   * @param known the session that is taken up or replaced: its place is free, if it is one of this caller's
   * @returns the session that has to end
   * @throws UnavailableError
   */
  claim(request: StreamRequest, known: Session | undefined, hasStream: boolean): Session | undefined {
    const { caller } = request;
    const isOwn = known !== undefined && callerKey(known.caller) === callerKey(caller);
    if (isOwn && hasStream) return undefined;
    const place = this.of(caller);
    const limits = this.limitsOf(caller);
    if (place.streams >= limits.streams) throw tooManyOf(request);
    if (isOwn || place.sessions < limits.sessions) return undefined;
    const [longestWaiting] = place.waiting;
    if (!longestWaiting) throw tooManyOf(request);
    return longestWaiting;
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

export function tooManyStreams(): UnavailableError {
  return new UnavailableError('overloaded', 'There are too many open streams', 5);
}

function tooManyOf({ caller, isForwarded }: StreamRequest): UnavailableError {
  if (!isUnknown(caller.principal)) return tooManyStreams();
  const hint = isForwarded
    ? '. Behind a proxy, set TRUST_PROXY (`edge.trustProxy` of McpModule), so that its clients are told apart'
    : '';
  return new UnavailableError('overloaded', `There are too many open streams of this address${hint}`, 5);
}
