/** How traces are begun and where they go. */
export abstract class TracingOptions {
  /** Spans are sent to `/v1/traces` below it. */
  abstract readonly endpoint: URL;
  abstract readonly serviceName: string;
  abstract readonly serviceVersion: string;
  /** As OpenTelemetry names them: `parentbased_traceidratio`. */
  abstract readonly sampler: string;
  /** The share of traces that ratio samplers keep, from 0 to 1. */
  abstract readonly ratio: number;
  /** From the signal to the end of the process, in milliseconds: the last spans are sent within it. */
  abstract readonly shutdownMs: number;
}
