import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable, Optional } from '@nestjs/common';
import { AlwaysAvailable, Availability } from '../../availability/index.js';
import { type Caller, isUnknown, type MessageSource, type Principal } from '../../callers/index.js';
import { FloodLimit, HttpEdge, NoFloodLimit } from '../../http-edge/index.js';
import { type Arrival, arrivalOf, toHttpAnswer } from '../../http/index.js';
import { UnmeteredWork, WORK_UNIT_BYTES, WorkMeter } from '../../json-rpc/index.js';
import { isThenable, UnavailableError } from '../../protocol/index.js';
import { SessionsService } from '../../sessions/index.js';
import { AnonymousAuthenticator, Authenticator } from './authenticator.js';

const OVERLOAD_RETRY_SECONDS = 5;

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
    @Optional() private readonly work: WorkMeter = new UnmeteredWork(),
    @Optional() private readonly availability: Availability = new AlwaysAvailable(),
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<IncomingMessage>();
    const response = http.getResponse<ServerResponse>();
    const arrival = this.edge.enterRequest(request, response);
    if (response.writableEnded) return true;
    try {
      const principal = this.authenticator.authenticate(request);
      if (!isThenable(principal)) return this.admitRequest(request, arrival, principal);
      return principal.then(
        (known) => this.admitRequest(request, arrival, known),
        (error: unknown) => this.refuse(arrival, request, error),
      );
    } catch (error) {
      return this.refuse(arrival, request, error);
    }
  }

  private admitRequest(request: IncomingMessage, arrival: Arrival, principal: Principal): boolean {
    const { requestId, address } = arrival;
    const caller = { principal, address };
    const { traceparent, tracestate } = request.headers;
    const trace = traceparent ? { traceparent, tracestate } : undefined;
    arrival.source = { requestId, caller, trace, request };
    if (!arrival.isCounted) {
      arrival.isCounted = true;
      this.flood.admitRequest(caller);
    }
    if (request.method === 'POST') this.admitBody(request, caller);
    if (!isUnknown(principal)) this.sessions.renew(principal);
    return true;
  }

  /** A small body is read whatever its caller has done: its session may be told then. @throws UnavailableError */
  private admitBody({ headers }: IncomingMessage, caller: Caller): void {
    const length = headers['content-length'];
    const bytes = length === undefined ? undefined : Number(length);
    if (bytes !== undefined && bytes < WORK_UNIT_BYTES) return;
    this.work.admitBody(caller, bytes);
    if (this.availability.stateFor(caller) === 'overloaded')
      throw new UnavailableError('overloaded', 'The server is overloaded', OVERLOAD_RETRY_SECONDS);
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
