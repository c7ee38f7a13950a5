import type { ExecutionContext } from '@nestjs/common';
import { CallMcpContext, type McpContext } from './mcp-context.js';
import { UnsentResponse } from './unsent-response.js';

/** What `switchToHttp()` gives. */
export type HttpArguments = ReturnType<ExecutionContext['switchToHttp']>;

const opened = new WeakMap<McpContext, HttpArguments>();

/** The HTTP arguments of a call, if a guard was let at them. */
export function findHttpArguments(context: McpContext): HttpArguments | undefined {
  return opened.get(context);
}

/**
 * Lets what is written for HTTP at the request that carried a call. All of one call get the same one, so that a guard can
 * leave its user there; calls that came in one request have one each.
 */
export function openHttpArguments(context: McpContext): HttpArguments {
  const known = opened.get(context);
  if (known) return known;
  const request = toRequest(context);
  const response = new UnsentResponse();
  const http = {
    getRequest: () => request,
    getResponse: () => response,
    getNext: () => next,
  } as HttpArguments;
  opened.set(context, http);
  return http;
}

/** What is asked of the request is read from the real one, if there is one; what is set is kept apart from it. */
function toRequest(context: McpContext): object {
  const source = context instanceof CallMcpContext ? context.source : undefined;
  const request: object = source?.request ?? { headers: {}, method: 'POST', url: '/', socket: {} };
  const members = { ...withoutExpress(request as PlainRequest), ip: source?.caller.address };
  const added = Object.entries(members).filter(([name]) => name === 'ip' || !(name in request));
  return Object.create(
    request,
    Object.fromEntries(added.map(([name, value]) => [name, toOwn(value)])),
  ) as object;
}

interface PlainRequest {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly url: string;
}

/** What Express adds to each request of Node.js; direct routes do without it. */
function withoutExpress({ headers, url }: PlainRequest): Readonly<Record<string, unknown>> {
  const [path, query] = url.split('?', 2);
  const get = (name: string): unknown => headers[name.toLowerCase()];
  return {
    get,
    header: get,
    path,
    originalUrl: url,
    query: Object.fromEntries(new URLSearchParams(query)),
    params: {},
    cookies: {},
    body: {},
  };
}

function toOwn(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true, configurable: true };
}

/** A guard decides by what it returns. */
function next(): void {}
