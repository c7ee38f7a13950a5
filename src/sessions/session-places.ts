import { type Caller, callerKey, isLoopbackAddress, isUnknown } from '../callers/index.js';
import { UnavailableError } from '../protocol/index.js';
import type { Session } from './session.js';
import type { SessionsOptions } from './sessions.options.js';
import type { PlaceRequest } from './stream-request.js';

/** The part of all sessions, and of all streams, that one address may have while nothing else is set. */
const ADDRESS_SHARE = 1 / 4;

/** What one caller has, which is a principal, or an address without one; or what all have together. */
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

/** How many sessions and streams there are, of each caller and of all. A caller is forgotten with its last one. */
export class SessionPlaces {
  private readonly byCaller = new Map<string, Place>();
  private readonly everyone: Place = emptyPlace();

  constructor(private readonly options: SessionsOptions) {}

  private limitsOf({ principal, address }: Caller): PlaceLimits {
    const { options } = this;
    if (!isUnknown(principal))
      return { sessions: options.maxSessionsPerPrincipal, streams: options.maxStreamsPerPrincipal };
    const isLocal = isLoopbackAddress(address);
    return {
      sessions: options.maxSessionsPerAddress || (isLocal ? Infinity : shareOf(options.maxSessions)),
      streams: options.maxStreamsPerAddress || (isLocal ? Infinity : shareOf(options.maxStreams)),
    };
  }

  /**
   * Whether there is room for one more stream of a caller, or for a session without one. Where all sessions are taken, the one that waits longest for its
   * client makes room: one of the caller's own, if its own are all taken.
   * @param known the session that is taken up or replaced: its place is free, if it is one of this caller's
   * @returns the session that has to end
   * @throws UnavailableError
   */
  claim(request: PlaceRequest, known: Session | undefined, hasStream: boolean): Session | undefined {
    const { caller, opensStream = true } = request;
    const { maxSessions, maxStreams } = this.options;
    const limits = { sessions: maxSessions, streams: maxStreams };
    const longest = roomIn(
      this.everyone,
      limits,
      { isHeld: known !== undefined, hasStream, opensStream },
      tooManyStreams,
    );
    const key = callerKey(caller);
    const isHeld = known !== undefined && callerKey(known.caller) === key;
    const place = this.byCaller.get(key) ?? emptyPlace();
    const own = roomIn(place, this.limitsOf(caller), { isHeld, hasStream, opensStream }, () =>
      tooManyOf(request, this.options),
    );
    return own ?? longest;
  }

  /** A session has opened; it has no stream yet. */
  add({ caller }: Session): void {
    const key = callerKey(caller);
    const place = this.byCaller.get(key) ?? emptyPlace();
    this.byCaller.set(key, place);
    for (const one of [this.everyone, place]) one.sessions++;
  }

  /** A session got a stream. */
  attach(session: Session): void {
    for (const place of this.placesOf(session)) {
      place.streams++;
      place.waiting.delete(session);
    }
  }

  /** The stream of a session has ended, before it or with it. */
  detach(session: Session): void {
    for (const place of this.placesOf(session)) place.streams--;
    this.forgetIdle(session.caller);
  }

  /** A session without a stream waits for its client, from now on if it waited before. */
  wait(session: Session): void {
    for (const { waiting } of this.placesOf(session)) {
      waiting.delete(session);
      waiting.add(session);
    }
  }

  /** A session has ended, or goes on as another caller's. */
  remove(session: Session): void {
    for (const place of this.placesOf(session)) {
      place.sessions--;
      place.waiting.delete(session);
    }
    this.forgetIdle(session.caller);
  }

  /** A stream without a session opens. @throws UnavailableError when there is no room */
  addStream(request: PlaceRequest): void {
    const key = callerKey(request.caller);
    const place = this.byCaller.get(key) ?? emptyPlace();
    if (this.everyone.streams >= this.options.maxStreams) throw tooManyStreams();
    if (place.streams >= this.limitsOf(request.caller).streams) throw tooManyOf(request, this.options);
    this.byCaller.set(key, place);
    for (const one of [this.everyone, place]) one.streams++;
  }

  /** Such a stream has ended. */
  removeStream(caller: Caller): void {
    for (const place of [this.everyone, this.byCaller.get(callerKey(caller))!]) place.streams--;
    this.forgetIdle(caller);
  }

  private forgetIdle(caller: Caller): void {
    const key = callerKey(caller);
    const place = this.byCaller.get(key);
    if (place?.sessions === 0 && place.streams === 0) this.byCaller.delete(key);
  }

  private placesOf({ caller }: Session): Place[] {
    return [this.everyone, this.byCaller.get(callerKey(caller))!];
  }
}

function shareOf(all: number): number {
  return Math.max(1, Math.floor(all * ADDRESS_SHARE));
}

function emptyPlace(): Place {
  return { sessions: 0, streams: 0, waiting: new Set() };
}

/**
 * @param taken whether the place holds the session already, and whether that has a stream
 * @returns the session that has to end
 */
function roomIn(
  place: Place,
  limits: PlaceLimits,
  taken: { readonly isHeld: boolean; readonly hasStream: boolean; readonly opensStream: boolean },
  refusal: () => UnavailableError,
): Session | undefined {
  if (taken.isHeld && taken.hasStream) return undefined;
  if (taken.opensStream && place.streams >= limits.streams) throw refusal();
  if (taken.isHeld || place.sessions < limits.sessions) return undefined;
  for (const waiting of place.waiting) if (!waiting.isKeptByCalls) return waiting;
  throw refusal();
}

function tooManyStreams(): UnavailableError {
  return new UnavailableError('overloaded', 'There are too many open streams', 5);
}

function tooManyOf({ caller, isForwarded }: PlaceRequest, { proxyHint }: SessionsOptions): UnavailableError {
  if (!isUnknown(caller.principal)) return tooManyStreams();
  const hint = isForwarded ? `. ${proxyHint}` : '';
  return new UnavailableError('overloaded', `There are too many open streams of this address${hint}`, 5);
}
