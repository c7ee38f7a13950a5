import { Gauge, type Registry } from 'prom-client';
import type { PeerState } from '../json-rpc/index.js';
import { SESSION_REVISIONS } from '../protocol/index.js';
import type { OpenStreams } from '../sessions/index.js';
import { BoundedLabel } from './bounded-label.js';
import { WIRE } from './stream.metrics.js';

/** Client names are for the clients to choose. */
const MAX_CLIENTS = 50;

/** How many streams are open, and whose: counted when they are asked for. */
export function gaugeOpenStreams(registry: Registry, open: OpenStreams): void {
  const streams = new Gauge({
    name: 'rookery_open_streams',
    help: 'Streams that are open, by wire and protocol revision',
    labelNames: ['wire', 'revision'],
    registers: [],
    collect() {
      for (const revision of SESSION_REVISIONS) this.set({ wire: WIRE, revision }, 0);
      const counts = count(open, ({ revision }) => revision);
      for (const [revision, number] of counts) this.set({ wire: WIRE, revision }, number);
    },
  });
  const clients = new BoundedLabel(MAX_CLIENTS);
  const named = new Gauge({
    name: 'rookery_client_streams',
    help: 'Open streams of clients that said their name, by that name, wire and protocol revision',
    labelNames: ['client', 'wire', 'revision'],
    registers: [],
    collect() {
      this.reset();
      const counts = count(open, ({ client, revision }) =>
        client ? `${revision} ${clients.valueOf(client.name)}` : undefined,
      );
      for (const [key, number] of counts) {
        const [revision = ''] = key.split(' ', 1);
        this.set({ client: key.slice(revision.length + 1), wire: WIRE, revision }, number);
      }
    },
  });
  registry.registerMetric(streams);
  registry.registerMetric(named);
}

/** Streams by a key: a gauge's own labels are checked each time they are set, and there may be thousands of streams. */
function count(open: OpenStreams, keyOf: (state: PeerState) => string | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { peer } of open.all()) {
    const key = keyOf(peer.state);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
