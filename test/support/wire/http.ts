import { type Agent, type IncomingHttpHeaders, request as requestInClear } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { checkAnswer, conversationOfRequest } from '../official/checked-texts.js';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON. */
  readonly json: unknown;
}

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
  /** @default a connection of its own */
  readonly agent?: Agent;
}

/** One HTTP request; headers go out as they are given. Any certificate will do. */
export function send(
  url: string,
  { method = 'GET', headers = {}, body, agent }: RequestOptions = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const httpRequest = url.startsWith('https:') ? requestSecurely : requestInClear;
    const options = { method, headers, agent: agent ?? false, rejectUnauthorized: false };
    const request = httpRequest(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        checkAnswer(conversationOfRequest(url, headers, body, response.headers), text);
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          text,
          get json() {
            return JSON.parse(text) as unknown;
          },
        });
      });
    });
    request.once('error', reject);
    request.end(body);
  });
}

/** Posts a message, or any other body, as JSON. */
export function post(
  url: string,
  message: unknown,
  headers: Record<string, string> = {},
  agent?: Agent,
): Promise<Answer> {
  const body = typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message);
  const all = { 'content-type': 'application/json', ...headers };
  return send(url, { method: 'POST', headers: all, body, ...(agent && { agent }) });
}

/** A request message. */
export function rpc(id: string | number, method: string, params?: object): object {
  return { jsonrpc: '2.0', id, method, ...(params && { params }) };
}

export function callTool(id: string | number, name: string, args: object = {}): object {
  return rpc(id, 'tools/call', { name, arguments: args });
}
