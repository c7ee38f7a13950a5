import type { Caller } from '../callers/index.js';
import { type RequestId, UnavailableError } from '../protocol/index.js';

export type AvailabilityState = 'accepting' | 'draining' | 'overloaded';

/** Whether this replica takes new work. Bind another one to say so. */
export abstract class Availability {
  abstract readonly state: AvailabilityState;

  /** Whether it takes new work of one caller: while it is overloaded some are refused before others. */
  stateFor(_caller: Caller): AvailabilityState {
    return this.state;
  }

  /**
   * Whether new clients should be sent here. A replica that is about to drain says no a while before it refuses any: the
   * proxies in front need that time to hear of it.
   */
  get isReady(): boolean {
    return this.state === 'accepting';
  }
}

/** Whether this replica is too busy for new work. Bind another one to measure it. */
export abstract class Load {
  abstract readonly isOverloaded: boolean;

  /** Whether new work of a caller is refused. */
  refuses(_caller: Caller): boolean {
    return this.isOverloaded;
  }
}

/** The default: it never is. */
export class NoLoad extends Load {
  readonly isOverloaded = false;
}

/** The default: it always does. */
export class AlwaysAvailable extends Availability {
  readonly state = 'accepting';
}

/** What a process that stops says to new work: another one, or the next, takes it. */
export function shuttingDown(id: RequestId | null = null): UnavailableError {
  return new UnavailableError('draining', 'The server is shutting down', 5, id);
}

/** @throws UnavailableError unless new work of a caller is taken */
export function checkAccepting(availability: Availability, caller: Caller): void {
  const state = availability.stateFor(caller);
  if (state !== 'accepting') throw new UnavailableError(state, `The server is ${state}`, RETRY_SECONDS);
}

const RETRY_SECONDS = 5;
