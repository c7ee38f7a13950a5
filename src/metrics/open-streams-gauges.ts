import { Gauge, type Registry } from 'prom-client';
import { STREAM_WIRES, type Wire } from '../protocol/index.js';
import type { OpenStream, OpenStreams } from '../sessions/index.js';
import type { ServedWires } from '../transport/endpoints/index.js';
import type { BoundedLabel } from './bounded-label.js';

/**
 * How many streams are open, and whose: counted when they are asked for.
 * @param served the wires whose series Prometheus sees from the start
 * @param clients names that clients choose
 */
export function gaugeOpenStreams(
  registry: Registry,
  open: OpenStreams,
  served: ServedWires,
  clients: BoundedLabel,
): void {
  const streams = new Gauge({
    name: 'rookery_open_streams',
    help: 'Streams that are open, by wire and protocol revision',
    labelNames: ['wire', 'revision'],
    registers: [],
    collect() {
      for (const [wire, revisions] of Object.entries(STREAM_WIRES))
        if (served.has(wire as Wire)) for (const revision of revisions) this.set({ wire, revision }, 0);
      for (const { wire, revision, number } of countStreams(open, () => ''))
        this.set({ wire, revision }, number);
    },
  });
  const named = new Gauge({
    name: 'rookery_client_streams',
    help: 'Open streams of clients that said their name, by that name, wire and protocol revision',
    labelNames: ['client', 'wire', 'revision'],
    registers: [],
    collect() {
      this.reset();
      const counts = countStreams(open, ({ peer: { state } }) =>
        state.client ? clients.valueOf(state.client.name) : undefined,
      );
      for (const { client, wire, revision, number } of counts) this.set({ client, wire, revision }, number);
    },
  });
  registry.registerMetric(streams);
  registry.registerMetric(named);
}

interface StreamCount {
  readonly wire: string;
  readonly revision: string;
  readonly client: string;
  number: number;
}

/**
 * Streams by what they have in common: a gauge's own labels are checked each time they are set, and there may be thousands
 * of streams.
 * @param clientOf `undefined` leaves a stream out
 */
function countStreams(
  open: OpenStreams,
  clientOf: (stream: OpenStream) => string | undefined,
): Iterable<StreamCount> {
  const counts = new Map<string, StreamCount>();
  for (const stream of open.all()) {
    const client = clientOf(stream);
    if (client === undefined) continue;
    const { wire, peer } = stream;
    const { revision } = peer.state;
    const key = `${wire} ${revision} ${client}`;
    const count = counts.get(key) ?? { wire, revision, client, number: 0 };
    count.number++;
    counts.set(key, count);
  }
  return counts.values();
}
