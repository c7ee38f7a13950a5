import { Counter, type Registry } from 'prom-client';
import { ClientQuirkObserver, type ToleratedRequest } from '../transport/client-quirks/index.js';
import type { BoundedLabel } from './bounded-label.js';

/** What is tolerated of clients, and of which. */
export class ClientQuirkMetrics extends ClientQuirkObserver {
  private readonly tolerated: Counter<'quirk' | 'client'>;

  constructor(
    registry: Registry,
    private readonly clients: BoundedLabel,
  ) {
    super();
    this.tolerated = new Counter({
      name: 'rookery_client_quirks_total',
      help: 'Requests that were served though their client does not keep to its revision, by what it does and its name',
      labelNames: ['quirk', 'client'],
      registers: [registry],
    });
  }

  requestTolerated({ quirk, client }: ToleratedRequest): void {
    this.tolerated.inc({ quirk, client: client ? this.clients.valueOf(client.name) : '' });
  }
}
