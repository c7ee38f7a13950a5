import { Injectable, Optional } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { AccessObservers } from '../http-edge/index.js';
import { CallObservers, CallsInFlight, RequestDispatcher } from '../json-rpc/index.js';
import { AlwaysAvailable, Availability, SessionsService, StreamObservers } from '../sessions/index.js';
import { ToolRegistry } from '../tools/index.js';
import { PendingBytesBudget } from '../transport/event-stream/index.js';
import { CallMetrics } from './call.metrics.js';
import { StreamMetrics } from './stream.metrics.js';

/** Everything this server counts, for Prometheus. */
@Injectable()
export class ServerMetrics {
  readonly registry = new Registry();

  constructor(
    dispatcher: RequestDispatcher,
    tools: ToolRegistry,
    sessions: SessionsService,
    calls: CallsInFlight,
    pendingBytes: PendingBytesBudget,
    callObservers: CallObservers,
    streamObservers: StreamObservers,
    accessObservers: AccessObservers,
    @Optional() availability: Availability = new AlwaysAvailable(),
  ) {
    const { registry } = this;
    collectDefaultMetrics({ register: registry });
    const known = {
      hasMethod: (method: string) => dispatcher.serves(method),
      hasTool: (name: string) => tools.find(name) !== undefined,
    };
    callObservers.add(new CallMetrics(registry, known));
    streamObservers.add(new StreamMetrics(registry, sessions));
    accessObservers.add({ requestDenied: countDenied(registry) });
    gauge(registry, 'rookery_calls_in_flight', 'Calls whose callers wait for an answer', () => calls.count);
    gauge(registry, 'rookery_ready', '1 while readiness says yes', () => Number(availability.isReady));
    gauge(
      registry,
      'rookery_pending_bytes',
      'Bytes queued for clients that read slowly, as of their last write',
      () => pendingBytes.totalBytes,
    );
    countCut(registry, () => pendingBytes.overflowCount);
  }
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  const metric = new Gauge({
    name,
    help,
    registers: [],
    collect() {
      this.set(read());
    },
  });
  registry.registerMetric(metric);
}

function countDenied(registry: Registry): (denied: { status: number }) => void {
  const denied = new Counter({
    name: 'rookery_requests_denied_total',
    help: 'HTTP requests refused for who sent them, where from or how often, by status',
    labelNames: ['status'],
    registers: [registry],
  });
  return ({ status }) => denied.inc({ status });
}

function countCut(registry: Registry, read: () => number): void {
  const metric = new Counter({
    name: 'rookery_slow_clients_cut_total',
    help: 'Streams closed because their clients did not read',
    registers: [],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
  registry.registerMetric(metric);
}
