import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { eventually } from '../eventually.js';

type Value = { stringValue?: string; intValue?: number; boolValue?: boolean };
type Attributes = { key: string; value: Value }[];

interface SentSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: Attributes;
  readonly status: { code?: number };
}

interface SentTraces {
  readonly resourceSpans: {
    resource: { attributes: Attributes };
    scopeSpans: { scope: { name: string }; spans: SentSpan[] }[];
  }[];
}

/** A span as it came in, its attributes by name. */
export interface ReceivedSpan extends Omit<SentSpan, 'attributes'> {
  readonly scope: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
}

/** A collector of traces: OTLP over HTTP in JSON, on a free loopback port. */
export class Collector implements AsyncDisposable {
  readonly spans: ReceivedSpan[] = [];
  readonly headers: IncomingHttpHeaders[] = [];
  /** All that came in, as text. */
  bytes = '';
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      void json(request).then((body) => {
        if (request.method === 'POST' && request.url === '/v1/traces')
          this.take(request.headers, body as SentTraces);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
  }

  static async start(port = 0): Promise<Collector> {
    const collector = new Collector();
    collector.server.listen(port, '127.0.0.1');
    await once(collector.server, 'listening');
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async span(name: string): Promise<ReceivedSpan> {
    const find = (): ReceivedSpan | undefined => this.spans.find((span) => span.name === name);
    return (await eventually(find, (span) => span !== undefined))!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private take(headers: IncomingHttpHeaders, body: SentTraces): void {
    this.headers.push(headers);
    this.bytes += JSON.stringify(body);
    for (const { resource, scopeSpans } of body.resourceSpans)
      for (const { scope, spans } of scopeSpans)
        for (const span of spans)
          this.spans.push({
            ...span,
            scope: scope.name,
            attributes: byName(span.attributes),
            resource: byName(resource.attributes),
          });
  }
}

function byName(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
