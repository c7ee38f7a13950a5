import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { readMarkdown } from './snippets.js';

/** A row of docs/reference/http.md. */
export interface HttpRow {
  readonly method: string;
  readonly path: string;
  /** What is sent: a method or body, and headers. */
  readonly sends: readonly string[];
  readonly status: number;
  readonly code: number | undefined;
  /** Headers of the answer; with a value, where the row has one. */
  readonly headers: readonly string[];
  /** Whether it is the second answer that counts. */
  readonly isTwice: boolean;
}

/** A table, and the server that it is of. */
export interface HttpTable {
  readonly heading: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly rows: readonly HttpRow[];
}

const spans = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, span]) => span!);

function toRow(line: string, isTwice: boolean): HttpRow {
  const [asked, sends, status, code, headers] = line.split('|').slice(1, 6) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const [method, path] = spans(asked)[0]!.split(' ') as [string, string];
  const given = code.trim() === '–' ? undefined : Number(code);
  return {
    method,
    path,
    sends: spans(sends),
    status: Number(status),
    code: given,
    headers: spans(headers),
    isTwice,
  };
}

/** The tables of the page, each under its heading. */
export function readHttpTables(page: string): HttpTable[] {
  const [, ...sections] = readMarkdown(page).split(/^##+ /m);
  return sections.flatMap((section) => {
    const heading = section.split('\n', 1)[0]!;
    const lines = section.split('\n').filter((line) => line.startsWith('| `'));
    const isTwice = section.includes('sent twice');
    const environment = Object.fromEntries(spans(heading).map((span) => span.split(/=(.*)/s, 2)));
    return lines.length === 0
      ? []
      : [{ heading, environment, rows: lines.map((line) => toRow(line, isTwice)) }];
  });
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Of the JSON-RPC error in the body. */
  readonly code: number | undefined;
  close(): void;
}

/** Sends a request, and reads the answer unless that is a stream. */
export async function sendRow(
  url: string,
  method: string,
  headers: [string, string][],
  body?: string,
): Promise<HttpAnswer> {
  const sent: ClientRequest = request(url, { method, agent: false });
  for (const [name, value] of headers) sent.setHeader(name, value);
  sent.on('error', () => undefined).end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const isStream = response.headers['content-type']?.startsWith('text/event-stream') ?? false;
  const read = isStream ? '' : await text(response);
  return {
    status: response.statusCode!,
    headers: response.headers,
    code: codeOf(response, read),
    close: () => sent.destroy(),
  };
}

function codeOf({ headers }: IncomingMessage, body: string): number | undefined {
  if (body === '' || !headers['content-type']?.startsWith('application/json')) return undefined;
  return (JSON.parse(body) as { error?: { code?: number } }).error?.code;
}
