import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { refuseMethod } from '../../http/index.js';
import { isStatelessMessage, isStatelessRevision, isRecord } from '../../protocol/index.js';
import { MessageIntake } from '../admission/index.js';
import type { ClientQuirk } from '../client-quirks/index.js';
import { readNamedVersion } from '../mcp-headers.js';
import { StatelessHttpTransport } from '../stateless-http/index.js';
import { StreamableHttpTransport } from '../streamable-http/index.js';
import { ServedWires } from './served-wires.js';

/** The one URL of Streamable HTTP and stateless HTTP. Which of them a request is of is seen from the request itself. */
@Injectable()
export class McpEndpoint {
  constructor(
    private readonly intake: MessageIntake,
    private readonly streamable: StreamableHttpTransport,
    private readonly stateless: StatelessHttpTransport,
    private readonly wires: ServedWires,
  ) {}

  /** Whether any of the two is served. */
  get isServed(): boolean {
    return this.wires.has('streamable-http') || this.wires.has('stateless-http');
  }

  /** Messages. Answers errors too. @param quirk what the caller knows of the request */
  receive(request: IncomingMessage, response: ServerResponse, quirk?: ClientQuirk): void {
    const { streamable, stateless, wires } = this;
    if (!wires.has('stateless-http')) return streamable.receive(request, response, quirk);
    if (!wires.has('streamable-http')) return stateless.receive(request, response, quirk);
    this.intake.receive(request, response, (body) =>
      (isStateless(body, request) ? stateless : streamable).open(request, response, quirk),
    );
  }

  /** Whether a GET is for a stream of Streamable HTTP. */
  takesListening(request: IncomingMessage): boolean {
    return this.wires.has('streamable-http') && this.streamable.namesSession(request);
  }

  listen(request: IncomingMessage, response: ServerResponse): void {
    this.streamable.listen(request, response);
  }

  /** A client ends its session, if it has one. */
  close(request: IncomingMessage, response: ServerResponse): void {
    const { streamable, wires } = this;
    const hasSession = wires.has('streamable-http') && streamable.namesSession(request);
    if (hasSession || !wires.has('stateless-http')) streamable.close(request, response);
    else refuseMethod(response, 'POST');
  }
}

/**
 * The body decides, since many clients of older revisions send the header too. Where it cannot, the header of a client that
 * names no session does: of a body that is too large, and of a notification, which needs no `_meta`.
 */
function isStateless(body: { readonly value: unknown } | undefined, request: IncomingMessage): boolean {
  if (body && isStatelessMessage(body.value)) return true;
  const isMute = !body || (isRecord(body.value) && 'method' in body.value && !('id' in body.value));
  return (
    isMute &&
    request.headers['mcp-session-id'] === undefined &&
    isStatelessRevision(readNamedVersion(request)?.version)
  );
}
