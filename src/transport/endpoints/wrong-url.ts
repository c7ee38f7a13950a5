import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Optional } from '@nestjs/common';
import { prefixOf, sendJson } from '../../http/index.js';
import { encodeError } from '../../json-rpc/index.js';
import { ErrorCode } from '../../protocol/index.js';
import { HttpSseOptions } from '../http-sse/index.js';
import { MCP_PATH, SSE_PATH } from './paths.js';
import { ServedPaths } from './served-paths.js';
import { ServedWires } from './served-wires.js';

/** The wires whose clients have a URL to go by. */
const NAMES = { 'http-sse': 'HTTP+SSE', 'streamable-http': 'Streamable HTTP' } as const;

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
    private readonly paths: ServedPaths,
    @Optional() private readonly options: HttpSseOptions = new HttpSseOptions(),
  ) {}

  /** A GET without a session at the URL of Streamable HTTP. */
  refuseListening(request: IncomingMessage, response: ServerResponse): void {
    const other = this.wires.has('http-sse')
      ? `The stream of HTTP+SSE is at ${this.urlOf(SSE_PATH, request, MCP_PATH)}`
      : 'HTTP+SSE is not served';
    const message = `This is the URL of Streamable HTTP: POST initialize here first. ${other}`;
    answer(response, message, { status: 405, allow: 'POST' });
  }

  /** A request of a wire that is not served. @param route that of the request */
  refuseWire(
    request: IncomingMessage,
    response: ServerResponse,
    wire: keyof typeof NAMES,
    route: string,
    refusal: Refusal,
  ): void {
    answer(response, `${NAMES[wire]} is not served: ${this.adviceFor(request, route)}`, refusal);
  }

  private adviceFor(request: IncomingMessage, route: string): string {
    if (this.wires.has('streamable-http'))
      return `use Streamable HTTP, and POST initialize to ${this.urlOf(MCP_PATH, request, route)} first`;
    if (this.wires.has('http-sse'))
      return `use HTTP+SSE, whose stream is at ${this.urlOf(SSE_PATH, request, route)}`;
    const [messagePath] = this.paths.messagePaths;
    return `POST messages without a session to ${this.urlOf(messagePath, request, route)}`;
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
