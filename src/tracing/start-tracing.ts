import { setTimeout as delay } from 'node:timers/promises';
import { context, propagation, trace, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { ReportingExporter } from './reporting-exporter.js';
import { createSampler } from './sampler.js';
import type { TracingOptions } from './tracing.options.js';

const NAME = 'rookery';

export interface Tracing {
  readonly tracer: Tracer;
  /** Sends the last spans. @param ms the time that it may take at most */
  stop(withinMs: number): Promise<void>;
}

/**
 * Starts OpenTelemetry's SDK for the whole process, so that spans of other instrumentation are part of the same traces.
 * Where the process has an SDK already, as with `node --import`, spans go there.
 */
export function startTracing(options: TracingOptions): Tracing {
  const url = `${options.endpoint.href.replace(/\/+$/, '')}/v1/traces`;
  const exporter = new ReportingExporter(new OTLPTraceExporter({ url }), options.endpoint.host);
  const provider = new TracerProvider({
    resource: describeService(options),
    sampler: createSampler(options.sampler, options.ratio),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  if (!trace.setGlobalTracerProvider(provider))
    return { tracer: trace.getTracer(NAME), stop: async () => provider.shutdown() };
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return {
    tracer: provider.getTracer(NAME),
    stop: async (withinMs) => {
      const sent = provider.shutdown().catch(() => undefined);
      await Promise.race([sent, delay(withinMs, undefined, { ref: false })]);
      for (const api of [trace, context, propagation]) api.disable();
    },
  };
}

/** The environment has the last word. Host and process are left to it too: a command line may hold secrets. */
function describeService({ serviceName, serviceVersion }: TracingOptions): Resource {
  return defaultResource()
    .merge(resourceFromAttributes({ 'service.name': serviceName, 'service.version': serviceVersion }))
    .merge(detectResources({ detectors: [serviceInstanceIdDetector, envDetector] }));
}
