import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { SESSION_REVISIONS } from '../protocol/index.js';
import {
  type Session,
  type SessionEndReason,
  type SessionsService,
  StreamObserver,
} from '../sessions/index.js';
import { BoundedLabel } from './bounded-label.js';

/** From a curl line to a client that stays for a day, in seconds. */
const BUCKETS = [1, 10, 60, 300, 900, 3600, 14_400, 43_200, 86_400];

const MAX_CLIENTS = 50;
const WIRE = 'http-sse';

/** Sessions and their streams: how many there are, of whom, how long they last and why they end. */
export class StreamMetrics extends StreamObserver {
  private readonly clients = new BoundedLabel(MAX_CLIENTS);
  private readonly durations: Histogram<'wire' | 'reason'>;
  private readonly ended: Counter<'wire' | 'reason'>;
  private readonly replayed: Counter<'wire'>;

  constructor(registry: Registry, sessions: SessionsService) {
    super();
    const registers = [registry];
    this.durations = new Histogram({
      name: 'mcp_server_session_duration_seconds',
      help: 'How long sessions lasted, by wire and why they ended',
      labelNames: ['wire', 'reason'],
      buckets: BUCKETS,
      registers,
    });
    this.ended = new Counter({
      name: 'rookery_streams_ended_total',
      help: 'Sessions that ended, by wire and reason',
      labelNames: ['wire', 'reason'],
      registers,
    });
    this.replayed = new Counter({
      name: 'rookery_replayed_events_total',
      help: 'Events sent again to clients that resumed their session',
      labelNames: ['wire'],
      registers,
    });
    this.gaugeStreams(registry, sessions);
  }

  sessionOpened(): void {}

  sessionEnded(session: Session, reason: SessionEndReason): void {
    this.ended.inc({ wire: WIRE, reason });
    this.durations.observe({ wire: WIRE, reason }, (performance.now() - session.openedAtMs) / 1000);
  }

  override sessionResumed(_session: Session, replayed: number): void {
    this.replayed.inc({ wire: WIRE }, replayed);
  }

  private gaugeStreams(registry: Registry, sessions: SessionsService): void {
    const { clients } = this;
    const streams = new Gauge({
      name: 'rookery_open_streams',
      help: 'Streams that are open, by wire and protocol revision',
      labelNames: ['wire', 'revision'],
      registers: [],
      collect() {
        for (const revision of SESSION_REVISIONS) this.set({ wire: WIRE, revision }, 0);
        for (const { revision } of sessions.streaming()) this.inc({ wire: WIRE, revision });
      },
    });
    const named = new Gauge({
      name: 'rookery_client_sessions',
      help: 'Sessions with an open stream whose client said its name, by that name, wire and revision',
      labelNames: ['client', 'wire', 'revision'],
      registers: [],
      collect() {
        this.reset();
        for (const { client, revision } of sessions.streaming())
          if (client) this.inc({ client: clients.valueOf(client.name), wire: WIRE, revision });
      },
    });
    registry.registerMetric(streams);
    registry.registerMetric(named);
  }
}
