import {
  type Attributes,
  context,
  type Link,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { type Call, CallObserver, type CallOutcome, errorTypeOf } from '../json-rpc/index.js';
import { remoteParentOf } from './remote-parent.js';

const MAX_ID_LENGTH = 128;

/** Takes the place of names that clients make up, of which there may be no end. */
const OTHER = 'other';

/**
 * A span for each call, which all that its handler does is inside of; never arguments or results.
 * @see https://opentelemetry.io/docs/specs/semconv/gen-ai/mcp
 */
export class CallTracer extends CallObserver {
  private readonly spans = new Map<Call, Span>();

  constructor(private readonly tracer: Tracer) {
    super();
  }

  override around(call: Call, serve: () => void): void {
    const parent = remoteParentOf(call);
    const method = call.knownMethod ?? OTHER;
    const target = call.target && (call.target.name ?? OTHER);
    const span = this.tracer.startSpan(
      target === undefined ? method : `${method} ${target}`,
      { kind: SpanKind.SERVER, attributes: attributesOf(call, method, target), links: linksBeside(parent) },
      parent,
    );
    this.spans.set(call, span);
    context.with(trace.setSpan(parent, span), serve);
  }

  callEnded(call: Call, outcome: CallOutcome): void {
    const span = this.spans.get(call);
    if (!span) return;
    this.spans.delete(call);
    span.setAttribute('mcp.protocol.version', call.revision);
    const error = errorTypeOf(outcome);
    if (error !== undefined) {
      span.setAttribute('error.type', error);
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  }
}

/** A reader of traces could use a session's id: it is hashed, as in the logs. */
function attributesOf(call: Call, method: string, target: string | undefined): Attributes {
  return {
    'mcp.method.name': method,
    'mcp.session.id': call.loggedSessionId,
    'jsonrpc.request.id': String(call.request.id).slice(0, MAX_ID_LENGTH),
    'network.transport': 'tcp',
    'rookery.request.id': call.requestId,
    ...(target !== undefined && attributesOfTarget(call, target)),
  };
}

function attributesOfTarget({ target }: Call, name: string): Attributes {
  if (target?.kind === 'resource') return { 'mcp.resource.uri': name };
  if (target?.kind === 'prompt') return { 'gen_ai.prompt.name': name };
  return { 'gen_ai.tool.name': name, 'gen_ai.operation.name': 'execute_tool' };
}

/** The span of the HTTP request, where other instrumentation made one and the caller named another parent. */
function linksBeside(parent: ReturnType<typeof remoteParentOf>): Link[] {
  const around = trace.getSpanContext(context.active());
  return around && around !== trace.getSpanContext(parent) ? [{ context: around }] : [];
}
