import { Counter, Histogram, type Registry } from 'prom-client';
import type { SessionWire } from '../protocol/index.js';
import {
  type ObservedSession,
  SESSION_END_REASONS,
  type SessionEndReason,
  SessionObserver,
} from '../sessions/index.js';

/** From a curl line to a client that stays for a day, in seconds. */
const BUCKETS = [1, 10, 60, 300, 900, 3600, 14_400, 43_200, 86_400];

/** What becomes of sessions: how many open and come back, how long they last and why they end. */
export class StreamMetrics extends SessionObserver {
  private readonly durations: Histogram<'wire' | 'reason'>;
  private readonly opened: Counter<'wire'>;
  private readonly ended: Counter<'wire' | 'reason'>;
  private readonly resumed: Counter<'wire'>;
  private readonly replayed: Counter<'wire'>;

  /** @param wires series that Prometheus sees from the start */
  constructor(registry: Registry, wires: readonly SessionWire[]) {
    super();
    const registers = [registry];
    const count = <Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> =>
      new Counter({ name, help, labelNames, registers });
    this.durations = new Histogram({
      name: 'mcp_server_session_duration_seconds',
      help: 'How long sessions lasted, by wire and why they ended',
      labelNames: ['wire', 'reason'],
      buckets: BUCKETS,
      registers,
    });
    this.opened = count('rookery_sessions_opened_total', 'Sessions that were opened, by wire', ['wire']);
    this.ended = count('rookery_sessions_ended_total', 'Sessions that ended, by wire and reason', [
      'wire',
      'reason',
    ]);
    this.resumed = count(
      'rookery_sessions_resumed_total',
      'Clients that came back to their session, by wire',
      ['wire'],
    );
    this.replayed = count(
      'rookery_replayed_events_total',
      'Events sent again to clients that resumed their session, by wire',
      ['wire'],
    );
    for (const wire of wires) {
      for (const counter of [this.opened, this.resumed, this.replayed]) counter.inc({ wire }, 0);
      for (const reason of SESSION_END_REASONS) this.ended.inc({ wire, reason }, 0);
    }
  }

  sessionOpened({ wire }: ObservedSession): void {
    this.opened.inc({ wire });
  }

  sessionEnded({ wire, openedAtMs }: ObservedSession, reason: SessionEndReason): void {
    this.ended.inc({ wire, reason });
    this.durations.observe({ wire, reason }, (performance.now() - openedAtMs) / 1000);
  }

  override sessionResumed({ wire }: ObservedSession, replayed: number): void {
    this.resumed.inc({ wire });
    this.replayed.inc({ wire }, replayed);
  }
}
