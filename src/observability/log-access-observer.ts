import type { OnApplicationShutdown } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { clientNetwork, isUnknown } from '../callers/index.js';
import { AccessObserver, type DeniedRequest } from '../http-edge/index.js';
import { RepeatedDenials } from './repeated-denials.js';

const MAX_REASON_LENGTH = 300;

/**
 * The audit of who was turned away: one line for each request that was, and for repeated ones of a caller one that counts
 * them. A URL may hold a session's id, so it is left out.
 */
export class LogAccessObserver extends AccessObserver implements OnApplicationShutdown {
  private readonly repeated: RepeatedDenials;

  constructor(private readonly pino: Pino) {
    super();
    this.repeated = new RepeatedDenials(({ status, principal, network }, count) =>
      pino.warn(
        { principal, network, status, outcome: 'denied', count },
        network === undefined
          ? `${count} more requests from further addresses were denied`
          : `${count} more requests from ${network} were denied`,
      ),
    );
  }

  requestDenied({ arrival, status, message }: DeniedRequest): void {
    const principal = arrival?.source?.caller.principal;
    const caller = {
      status,
      principal: principal && !isUnknown(principal) ? principal.id : undefined,
      network: clientNetwork(arrival?.address ?? 'unknown'),
    };
    if (!this.repeated.add(caller)) return;
    this.pino.warn(
      {
        requestId: arrival?.requestId,
        address: arrival?.address,
        principal: principal?.id,
        status,
        outcome: 'denied',
        reason: message.slice(0, MAX_REASON_LENGTH),
      },
      'request denied',
    );
  }

  /** What the last interval left out is told before the end. */
  onApplicationShutdown(): void {
    this.repeated.end();
  }
}
