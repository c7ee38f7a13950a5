export type AvailabilityState = 'accepting' | 'draining' | 'overloaded';

/** Whether this replica takes new work. Bind another one to say so. */
export abstract class Availability {
  abstract readonly state: AvailabilityState;
}

/** The default: it always does. */
export class AlwaysAvailable extends Availability {
  readonly state = 'accepting';
}
