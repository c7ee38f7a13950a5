import { Counter, Histogram, type Registry } from 'prom-client';
import { type Call, CallObserver, type CallOutcome } from '../json-rpc/index.js';
import { BoundedLabel, OTHER } from './bounded-label.js';

/** OpenTelemetry's buckets for MCP operations, in seconds. */
const BUCKETS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

/** Far more tools than a server should have. */
const MAX_TOOLS = 200;

const REFUSALS = new Set<CallOutcome>([
  ...(['rate-limited', 'overloaded', 'draining'] as const),
  ...(['unauthenticated', 'insufficient-scope', 'forbidden'] as const),
]);

/** What counts a call needs to know of the server. */
export interface KnownNames {
  /** Whether the server has the method: names that clients make up are no label values. */
  hasMethod(method: string): boolean;
  hasTool(name: string): boolean;
}

/** Durations and refusals of calls. */
export class CallMetrics extends CallObserver {
  private readonly tools = new BoundedLabel(MAX_TOOLS);
  private readonly series = new Map<string, { observe(seconds: number): void }>();
  private readonly durations: Histogram;
  private readonly refused: Counter<'reason'>;

  constructor(
    registry: Registry,
    private readonly known: KnownNames,
  ) {
    super();
    const registers = [registry];
    this.durations = new Histogram({
      name: 'mcp_server_operation_duration_seconds',
      help: 'Time from a request to its answer, by method, tool and error; error_type is empty for a good answer',
      labelNames: ['mcp_method_name', 'gen_ai_tool_name', 'error_type'],
      buckets: BUCKETS,
      registers,
    });
    this.refused = new Counter({
      name: 'rookery_calls_refused_total',
      help: 'Calls that were not run: rate-limited, overloaded, draining, unauthenticated, insufficient-scope, forbidden',
      labelNames: ['reason'],
      registers,
    });
  }

  callEnded(call: Call, outcome: CallOutcome): void {
    const error = outcome === 'ok' ? '' : outcome;
    if (REFUSALS.has(outcome)) this.refused.inc({ reason: outcome });
    this.seriesOf(call, error).observe((performance.now() - call.startedAtMs) / 1000);
  }

  /** Looked up by one string, since the labels of a known series need not be checked again. */
  private seriesOf({ request }: Call, error: string): { observe(seconds: number): void } {
    const method = this.known.hasMethod(request.method) ? request.method : OTHER;
    const tool = method === 'tools/call' ? this.toolOf(request.params['name']) : '';
    const key = `${method} ${tool} ${error}`;
    let series = this.series.get(key);
    if (!series) {
      series = this.durations.labels(method, tool, error);
      this.series.set(key, series);
    }
    return series;
  }

  private toolOf(name: unknown): string {
    return typeof name === 'string' && this.known.hasTool(name) ? this.tools.valueOf(name) : OTHER;
  }
}
