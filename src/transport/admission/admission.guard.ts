import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable, Optional } from '@nestjs/common';
import {
  type Arrival,
  arrivalOf,
  FloodLimit,
  HttpEdge,
  NoFloodLimit,
  toHttpAnswer,
} from '../../http-edge/index.js';
import { isThenable, isUnknown, type MessageSource, type Principal } from '../../json-rpc/index.js';
import { SessionsService } from '../../sessions/index.js';
import { AnonymousAuthenticator, Authenticator } from './authenticator.js';

/**
 * The one guard of every MCP route: the edge's checks, the caller's credentials, and how much it sends. The body is still
 * unread.
 */
@Injectable()
export class AdmissionGuard implements CanActivate {
  constructor(
    private readonly edge: HttpEdge,
    private readonly sessions: SessionsService,
    @Optional() private readonly authenticator: Authenticator = new AnonymousAuthenticator(),
    @Optional() private readonly flood: FloodLimit = new NoFloodLimit(),
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<IncomingMessage>();
    const response = http.getResponse<ServerResponse>();
    const arrival = this.edge.enter(request, response);
    if (response.writableEnded) return true;
    try {
      const principal = this.authenticator.authenticate(request);
      if (!isThenable(principal)) return this.admit(request, arrival, principal);
      return principal.then(
        (known) => this.admit(request, arrival, known),
        (error: unknown) => this.refuse(arrival, request, error),
      );
    } catch (error) {
      return this.refuse(arrival, request, error);
    }
  }

  private admit({ headers }: IncomingMessage, arrival: Arrival, principal: Principal): boolean {
    const { requestId, address } = arrival;
    const caller = { principal, address };
    const { traceparent, tracestate } = headers;
    arrival.source = { requestId, caller, trace: traceparent ? { traceparent, tracestate } : undefined };
    if (!arrival.isCounted) {
      arrival.isCounted = true;
      this.flood.admit(caller);
    }
    if (!isUnknown(principal)) this.sessions.renew(principal);
    return true;
  }

  /** A client that asks without credentials, to learn which are wanted, has not guessed wrong: the edge counts it as any other refusal. */
  private refuse(arrival: Arrival, { headers }: IncomingMessage, error: unknown): never {
    if (toHttpAnswer(error).status !== 401 || headers.authorization === undefined) throw error;
    arrival.isCounted = true;
    this.flood.refuse(arrival.address);
    throw error;
  }
}

/** Who sent a request that {@link AdmissionGuard} let in. */
export function sourceOf(request: IncomingMessage): MessageSource {
  const source = arrivalOf(request)?.source;
  if (!source) throw new Error('The request did not pass the admission guard');
  return source;
}
