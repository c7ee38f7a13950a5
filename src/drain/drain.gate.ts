import { Injectable } from '@nestjs/common';
import { CallGate } from '../json-rpc/index.js';
import { UnavailableError } from '../protocol/index.js';
import { DrainState } from './drain-state.js';

/** Refuses new calls once the shutdown has begun. */
@Injectable()
export class DrainGate extends CallGate {
  constructor(private readonly drain: DrainState) {
    super();
  }

  admit(): void {
    if (this.drain.state === 'draining')
      throw new UnavailableError('draining', 'The server is shutting down', 5);
  }
}
