import { type Context, context, defaultTextMapGetter, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { TraceCarrier } from '../callers/index.js';
import type { Call } from '../json-rpc/index.js';

const propagator = new W3CTraceContextPropagator();

/**
 * The caller's trace: as the message says it, else where the message came in, else as the HTTP request says it. Baggage is
 * not taken, since it would go on to whatever the tools call.
 */
export function remoteParentOf({ request, source }: Call): Context {
  const ofMessage = extract(request.params['_meta']);
  if (ofMessage) return ofMessage;
  const active = context.active();
  return trace.getSpanContext(active) ? active : (extract(source.trace) ?? ROOT_CONTEXT);
}

function extract(carrier: unknown): Context | undefined {
  const { traceparent } = (carrier ?? {}) as TraceCarrier;
  if (typeof traceparent !== 'string') return undefined;
  const extracted = propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
  return trace.getSpanContext(extracted) && extracted;
}
