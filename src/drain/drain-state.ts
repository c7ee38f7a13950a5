import { Injectable } from '@nestjs/common';
import { Availability, type AvailabilityState } from '../sessions/index.js';

/** Accepting until the shutdown begins. */
@Injectable()
export class DrainState extends Availability {
  state: AvailabilityState = 'accepting';
}
