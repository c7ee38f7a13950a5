import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Injectable,
  Logger,
  Optional,
} from '@nestjs/common';
import { arrivalOf, Challenge, NoChallenge, toHttpAnswer, sendJson } from '../http/index.js';
import { encodeError } from '../json-rpc/index.js';
import {
  AccessError,
  InvalidMessageError,
  ProtocolError,
  type RequestId,
  UnavailableError,
} from '../protocol/index.js';
import { AccessObservers } from './access-observer.js';
import { HttpEdge } from './http-edge.js';

/** Statuses of requests that are refused for who sends them, where from, or how often. */
const DENIALS = new Set([401, 403, 429]);

/** Answers whatever is thrown on a route with a JSON-RPC error; the unexpected is masked, and logged once. */
@Catch()
@Injectable()
export class JsonRpcErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('HttpEdge');

  constructor(
    @Optional() private readonly challenge: Challenge = new NoChallenge(),
    @Optional() private readonly observers?: AccessObservers,
    @Optional() private readonly edge?: HttpEdge,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<IncomingMessage>(), http.getResponse<ServerResponse>());
  }

  /** Answers what a handler would throw: the interceptors of an app would see it, and change it, on its way to the filter. */
  answer(refusal: unknown, request: IncomingMessage, response: ServerResponse): void {
    const thrown = this.limitRefusals(refusal, request);
    if (!(thrown instanceof ProtocolError) && !(thrown instanceof HttpException))
      this.logger.error('A request failed', thrown instanceof Error ? thrown.stack : thrown);
    const { status, error, headers } = toHttpAnswer(thrown);
    if (DENIALS.has(status))
      this.observers?.requestDenied({
        request,
        arrival: arrivalOf(request),
        status,
        message: error.message,
      });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const asked = thrown instanceof AccessError ? this.challenge.headerFor(thrown, request) : undefined;
    if (asked !== undefined) response.setHeader('WWW-Authenticate', asked);
    sendJson(response, status, encodeError(idOf(thrown), error), headers);
  }

  /** Refusals count too, before they cost a line of the log. @returns what is answered: the refusal, or a 429 in its place */
  private limitRefusals(refusal: unknown, request: IncomingMessage): unknown {
    try {
      this.edge?.countAddress(request);
      return refusal;
    } catch (limit) {
      return limit;
    }
  }
}

const NAMES_REQUEST = [AccessError, InvalidMessageError, UnavailableError];

function idOf(thrown: unknown): RequestId | null {
  return NAMES_REQUEST.some((type) => thrown instanceof type)
    ? (thrown as { id: RequestId | null }).id
    : null;
}
