import type { Logger as Pino } from 'pino';
import { AccessObserver, type DeniedRequest } from '../http-edge/index.js';

const MAX_REASON_LENGTH = 300;

/** The audit of who was turned away: one line for each request that was. Its URL may hold a session's id, so it is left out. */
export class LogAccessObserver extends AccessObserver {
  constructor(private readonly pino: Pino) {
    super();
  }

  requestDenied({ arrival, status, message }: DeniedRequest): void {
    this.pino.warn(
      {
        requestId: arrival?.requestId,
        address: arrival?.address,
        principal: arrival?.source?.caller.principal.id,
        status,
        outcome: 'denied',
        reason: message.slice(0, MAX_REASON_LENGTH),
      },
      'request denied',
    );
  }
}
