import type { Logger as Pino } from 'pino';
import { ClientQuirkObserver, type ToleratedRequest } from '../transport/client-quirks/index.js';

/** Clients choose their names: behind this many pairs of a name and a quirk nothing more is logged. */
const MAX_SEEN = 500;
const MAX_TEXT_LENGTH = 128;

/** One line for the first time that something is tolerated of a client. */
export class LogClientQuirkObserver extends ClientQuirkObserver {
  private readonly seen = new Set<string>();

  constructor(private readonly pino: Pino) {
    super();
  }

  requestTolerated({ quirk, client, source }: ToleratedRequest): void {
    if (!this.pino.isLevelEnabled('debug') || this.seen.size >= MAX_SEEN) return;
    const key = `${quirk} ${client?.name ?? ''}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.pino.debug(
      {
        requestId: source.requestId,
        principal: source.caller.principal.id,
        quirk,
        client: client?.name.slice(0, MAX_TEXT_LENGTH),
        clientVersion: client?.version.slice(0, MAX_TEXT_LENGTH),
      },
      'client quirk tolerated',
    );
  }
}
