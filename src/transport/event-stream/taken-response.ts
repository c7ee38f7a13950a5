import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { type ResponseMethods, ResponseWriter } from '../../http/index.js';

/** What happens to a response whose head Nest sends. */
export interface NestHeadEvents {
  /** Nest has sent the head. */
  onHead(): void;
  /** Somebody answered in place of the head, as an exception filter does. The response is theirs again. */
  onGivenBack(): void;
}

/**
 * Takes a response that Nest sends the head of, and its owner all else. Nest's `@Sse` writes a newline behind the head,
 * which ends an event without a name for some clients, a blank line now and then while the socket is paused, and an `error`
 * event when an interceptor of the app fails; and it ends the response. Whatever it writes is dropped.
 */
export function takeBehindHead(response: ServerResponse, events: NestHeadEvents): ResponseWriter {
  const own = ownMethods(response);
  let isHeadOut = false;
  response.write = () => {
    if (!isHeadOut && response.headersSent) {
      isHeadOut = true;
      events.onHead();
    }
    return true;
  };
  response.end = (...args: unknown[]) => {
    if (isHeadOut || args[0] === undefined || typeof args[0] === 'function') return response;
    Object.assign(response, own);
    events.onGivenBack();
    return Reflect.apply(own.end, response, args) as ServerResponse;
  };
  return new ResponseWriter(response, own);
}

/** A response whose owner sends all of it. */
export interface WholeResponse {
  readonly writer: ResponseWriter;
  readonly sendHead: (headers: OutgoingHttpHeaders) => void;
}

/** Takes a response whole: neither the head that anybody else sends nor what follows it comes through. */
export function takeWhole(response: ServerResponse): WholeResponse {
  const writer = new ResponseWriter(response, ownMethods(response));
  const writeHead = response.writeHead.bind(response);
  response.writeHead = () => response;
  response.write = () => true;
  response.end = () => response;
  return { writer, sendHead: (headers) => void writeHead(200, headers) };
}

/** Those that the response has now: middleware of the app may have put its own in place. */
function ownMethods(response: ServerResponse): ResponseMethods {
  return {
    write: response.write.bind(response) as ResponseMethods['write'],
    end: response.end.bind(response),
  };
}
