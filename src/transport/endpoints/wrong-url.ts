import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Optional } from '@nestjs/common';
import { prefixOf, sendJson } from '../../http/index.js';
import { encodeError } from '../../json-rpc/index.js';
import { ErrorCode, LATEST_STATELESS_REVISION } from '../../protocol/index.js';
import { HttpSseOptions } from '../http-sse/index.js';
import { MCP_PATH, SSE_PATH } from './paths.js';
import { ServedWires } from './served-wires.js';

interface Refusal {
  /** By 404 and 405 clients see that they should try the other wire (specification 2025-11-25, "Backwards Compatibility"). */
  readonly status: 404 | 405;
  /** The methods that the URL has. */
  readonly allow?: string;
}

/** Answers clients that were given the URL of a wire that they do not speak, or of one that is not served: with the right URL. */
@Injectable()
export class WrongUrl {
  constructor(
    private readonly wires: ServedWires,
    @Optional() private readonly options: HttpSseOptions = new HttpSseOptions(),
  ) {}

  /** A GET without a session at the URL of Streamable HTTP and stateless HTTP. */
  refuseListening(request: IncomingMessage, response: ServerResponse): void {
    const other = this.wires.has('http-sse')
      ? `The stream of HTTP+SSE is at ${this.urlOf(SSE_PATH, request, MCP_PATH)}`
      : 'HTTP+SSE is not served';
    const own = this.wires.has('streamable-http')
      ? 'This is the URL of Streamable HTTP: POST initialize here first'
      : 'This is the URL of stateless HTTP: POST here, there are no sessions';
    const message = `${own}. ${other}`;
    answer(response, message, { status: 405, allow: 'POST' });
  }

  /** A GET that wants a stream of HTTP+SSE, where that is not served. @param route that of the request */
  refuseHttpSse(request: IncomingMessage, response: ServerResponse, route: string, refusal: Refusal): void {
    const url = this.urlOf(MCP_PATH, request, route);
    const other = this.wires.has('streamable-http')
      ? `use Streamable HTTP, and POST initialize to ${url} first`
      : `POST to ${url} in revision ${LATEST_STATELESS_REVISION}`;
    answer(response, `HTTP+SSE is not served: ${other}`, refusal);
  }

  /** A message of Streamable HTTP, where HTTP+SSE alone is served. @param route that of the request */
  refuseStreamable(
    request: IncomingMessage,
    response: ServerResponse,
    route: string,
    refusal: Refusal,
  ): void {
    const url = this.urlOf(SSE_PATH, request, route);
    answer(response, `Streamable HTTP is not served: use HTTP+SSE, whose stream is at ${url}`, refusal);
  }

  /** The path of one route as the client of another one reaches it. */
  private urlOf(path: string, request: IncomingMessage, route: string): string {
    return `${this.options.publicPath}${prefixOf(request, route)}${path}`;
  }
}

/** A preflight has its answer already. */
function answer(response: ServerResponse, message: string, { status, allow }: Refusal): void {
  if (response.writableEnded) return;
  const error = { code: ErrorCode.ServerError, message };
  sendJson(response, status, encodeError(null, error), { ...(allow !== undefined && { Allow: allow }) });
}
