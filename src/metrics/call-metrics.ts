import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import {
  type Call,
  CallObserver,
  type CallOutcome,
  type CallsInFlight,
  type CallTarget,
  errorTypeOf,
} from '../json-rpc/index.js';
import type { AnyWire, Wire } from '../protocol/index.js';
import { BoundedLabel, OTHER } from './bounded-label.js';

/** OpenTelemetry's buckets for MCP operations, in seconds. */
const BUCKETS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

/** Far more tools, prompts or resources than a server should have at once; those that come and go count too. */
const MAX_NAMES = 200;

type Kind = CallTarget['kind'];

const LABELS = {
  tool: 'gen_ai_tool_name',
  prompt: 'gen_ai_prompt_name',
  resource: 'mcp_resource_uri',
} as const satisfies Record<Kind, string>;

/** Series that Prometheus sees from the start, or the first refusal would be no increase. */
const REFUSALS = new Set<CallOutcome>([
  ...(['rate-limited', 'overloaded', 'draining'] as const),
  ...(['unauthenticated', 'insufficient-scope', 'forbidden'] as const),
]);

/** Durations and refusals of calls. */
export class CallMetrics extends CallObserver {
  private readonly names: Record<Kind, BoundedLabel> = {
    tool: new BoundedLabel(MAX_NAMES),
    prompt: new BoundedLabel(MAX_NAMES),
    resource: new BoundedLabel(MAX_NAMES),
  };
  private readonly formerNames = new BoundedLabel(MAX_NAMES);
  private readonly series = new Map<string, { observe(seconds: number): void }>();
  private readonly durations: Histogram;
  private readonly refused: Counter<'wire' | 'reason'>;
  private readonly ignored: Counter<'wire'>;
  private readonly former: Counter<'tool' | 'former_name'>;

  /** @param wires series that Prometheus sees from the start */
  constructor(registry: Registry, wires: readonly Wire[]) {
    super();
    const registers = [registry];
    this.durations = new Histogram({
      name: 'mcp_server_operation_duration_seconds',
      help: 'Time from a request to its answer, by method, tool, prompt or resource, error and wire; error_type is empty for a good answer',
      labelNames: ['mcp_method_name', ...Object.values(LABELS), 'error_type', 'wire'],
      buckets: BUCKETS,
      registers,
    });
    this.refused = new Counter({
      name: 'rookery_calls_refused_total',
      help: 'Calls that were not run, by wire and reason',
      labelNames: ['wire', 'reason'],
      registers,
    });
    this.ignored = new Counter({
      name: 'rookery_answers_ignored_total',
      help: 'Answers of clients that no request of the server waited for, by wire',
      labelNames: ['wire'],
      registers,
    });
    this.former = new Counter({
      name: 'rookery_former_names_total',
      help: 'Calls of a tool by a name that it had before, by tool and that name',
      labelNames: ['tool', 'former_name'],
      registers,
    });
    for (const wire of wires) for (const reason of REFUSALS) this.refused.inc({ wire, reason }, 0);
  }

  callEnded(call: Call, outcome: CallOutcome): void {
    if (REFUSALS.has(outcome)) this.refused.inc({ wire: call.wire ?? '', reason: outcome });
    this.countFormerName(call);
    this.seriesOf(call, outcome).observe((performance.now() - call.startedAtMs) / 1000);
  }

  override answerIgnored(wire: AnyWire | undefined): void {
    this.ignored.inc({ wire: wire ?? '' });
  }

  private countFormerName({ target }: Call): void {
    if (target?.formerName === undefined) return;
    this.former.inc({
      tool: this.names.tool.valueOf(target.name ?? OTHER),
      former_name: this.formerNames.valueOf(target.formerName),
    });
  }

  /** Looked up by one string, since the labels of a known series need not be checked again. */
  private seriesOf(call: Call, outcome: CallOutcome): { observe(seconds: number): void } {
    const method = call.knownMethod ?? OTHER;
    const name = this.nameOf(call);
    const wire = call.wire ?? '';
    const key = `${method} ${name} ${outcome} ${wire}`;
    let series = this.series.get(key);
    if (!series) {
      series = this.durations.labels({
        mcp_method_name: method,
        gen_ai_tool_name: '',
        ...(call.target && { [LABELS[call.target.kind]]: name }),
        error_type: errorTypeOf(outcome) ?? '',
        wire,
      });
      this.series.set(key, series);
    }
    return series;
  }

  /** A method has targets of one kind, so that its name says which. */
  private nameOf({ target }: Call): string {
    return target ? this.names[target.kind].valueOf(target.name ?? OTHER) : '';
  }
}

/** How many calls wait for their answers: counted when they are asked for. @param wires those with a series */
export function gaugeCallsInFlight(registry: Registry, calls: CallsInFlight, wires: readonly Wire[]): void {
  const metric = new Gauge({
    name: 'rookery_calls_in_flight',
    help: 'Calls whose callers wait for an answer, by wire',
    labelNames: ['wire'],
    registers: [],
    collect() {
      for (const wire of wires) this.set({ wire }, calls.countOf(wire));
    },
  });
  registry.registerMetric(metric);
}
