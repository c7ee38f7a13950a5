import { getHeapStatistics } from 'node:v8';
import { Injectable, Optional } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { AlwaysAvailable, Availability } from '../availability/index.js';
import { AccessObservers } from '../http-edge/index.js';
import { CallObservers, CallsInFlight } from '../json-rpc/index.js';
import { SESSION_WIRES, WIRES } from '../protocol/index.js';
import { OpenStreams, SessionsOptions, SessionObservers } from '../sessions/index.js';
import { CredentialSources } from '../transport/admission/index.js';
import { ClientQuirkObservers } from '../transport/client-quirks/index.js';
import { ServedWires } from '../transport/endpoints/index.js';
import { CUT_REASONS, type CutReason, PendingBytesBudget } from '../transport/event-stream/index.js';
import { BoundedLabel } from './bounded-label.js';
import { CallMetrics, gaugeCallsInFlight } from './call-metrics.js';
import { ClientQuirkMetrics } from './client-quirk-metrics.js';
import { gaugeStaleCredentials } from './credentials-gauges.js';
import { MetricsOptions } from './metrics.options.js';
import { gaugeOpenStreams } from './open-streams-gauges.js';
import { StreamMetrics } from './stream-metrics.js';

/** Client names are for the clients to choose. */
const MAX_CLIENTS = 50;

/** Everything this server counts, for Prometheus. */
@Injectable()
export class ServerMetrics {
  readonly registry = new Registry();
  private readonly clients = new BoundedLabel(MAX_CLIENTS);

  constructor(
    openStreams: OpenStreams,
    calls: CallsInFlight,
    pendingBytes: PendingBytesBudget,
    callObservers: CallObservers,
    streamObservers: SessionObservers,
    accessObservers: AccessObservers,
    quirkObservers: ClientQuirkObservers,
    @Optional() availability: Availability = new AlwaysAvailable(),
    @Optional() { maxSessions, maxStreams }: SessionsOptions = new SessionsOptions(),
    @Optional() credentials: CredentialSources = new CredentialSources(),
    @Optional() { droppedLogLines }: MetricsOptions = new MetricsOptions(),
    @Optional() served: ServedWires = new ServedWires(WIRES),
  ) {
    const { registry } = this;
    const wires = WIRES.filter((wire) => served.has(wire));
    const sessionWires = SESSION_WIRES.filter((wire) => served.has(wire));
    collectDefaultMetrics({ register: registry });
    callObservers.add(new CallMetrics(registry, wires));
    streamObservers.add(new StreamMetrics(registry, sessionWires));
    accessObservers.add({ requestDenied: countDenied(registry) });
    quirkObservers.add(new ClientQuirkMetrics(registry, this.clients));
    gaugeOpenStreams(registry, openStreams, served, this.clients);
    gaugeStaleCredentials(registry, credentials);
    this.gauge('rookery_max_sessions', 'The bound of sessions', () => maxSessions);
    this.gauge('rookery_max_streams', 'The bound of open streams', () => maxStreams);
    gaugeCallsInFlight(registry, calls, wires);
    this.gauge('rookery_ready', '1 while readiness says yes', () => Number(availability.isReady));
    this.gaugeMemory(pendingBytes);
    countCut(registry, (reason) => pendingBytes.cutCount(reason));
    countDroppedLines(registry, droppedLogLines);
  }

  private gaugeMemory(pendingBytes: PendingBytesBudget): void {
    this.gauge(
      'rookery_pending_bytes',
      'Bytes that wait for clients that read slowly, as of their last write',
      () => pendingBytes.totalBytes,
    );
    this.gauge(
      'rookery_heap_limit_bytes',
      'The heap that V8 may have; above it the process ends',
      () => getHeapStatistics().heap_size_limit,
    );
  }

  private gauge(name: string, help: string, read: () => number): void {
    const metric = new Gauge({
      name,
      help,
      registers: [],
      collect() {
        this.set(read());
      },
    });
    this.registry.registerMetric(metric);
  }
}

function countDenied(registry: Registry): (denied: { status: number }) => void {
  const denied = new Counter({
    name: 'rookery_requests_denied_total',
    help: 'HTTP requests refused for who sent them, where from or how often, by status',
    labelNames: ['status'],
    registers: [registry],
  });
  for (const status of [401, 403, 429]) denied.inc({ status }, 0);
  return ({ status }) => denied.inc({ status });
}

function countCut(registry: Registry, read: (reason: CutReason) => number): void {
  const metric = new Counter({
    name: 'rookery_slow_clients_cut_total',
    help: 'Connections closed because their clients did not read, by reason',
    labelNames: ['reason'],
    registers: [],
    collect() {
      this.reset();
      for (const reason of CUT_REASONS) this.inc({ reason }, read(reason));
    },
  });
  registry.registerMetric(metric);
}

function countDroppedLines(registry: Registry, read: () => number): void {
  const metric = new Counter({
    name: 'rookery_log_lines_dropped_total',
    help: 'Log lines that were dropped because nobody read them',
    registers: [],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
  registry.registerMetric(metric);
}
