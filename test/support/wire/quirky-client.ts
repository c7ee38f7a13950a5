import { scrape } from '../telemetry/metrics.js';
import { rpc } from './http.js';
import { exchange, rawRequest } from './raw-connection.js';

export const BOTH = 'Accept: application/json, text/event-stream';
export const PING = JSON.stringify(rpc(2, 'ping'));

/** What an `initialize` has, as JSON. */
export function initialize(protocolVersion: string, name = 'a quirky client'): string {
  return JSON.stringify(
    rpc(1, 'initialize', { protocolVersion, capabilities: {}, clientInfo: { name, version: '7' } }),
  );
}

interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

export async function sendBytes(url: string, bytes: string): Promise<RawAnswer> {
  const answer = await exchange({ port: Number(new URL(url).port), isTls: false }, bytes);
  const [head, body] = answer.split('\r\n\r\n') as [string, string];
  return { status: Number(head.split(' ', 2)[1]), head, body };
}

export const postBytes = (
  url: string,
  headers: readonly string[],
  body: string,
  path = '/mcp',
): Promise<RawAnswer> => sendBytes(url, rawRequest(path, { method: 'POST', headers, body }));

/** @returns the header of a new session */
export async function open(url: string, revision = '2025-11-25'): Promise<string> {
  const { head } = await postBytes(url, [BOTH], initialize(revision));
  return /^Mcp-Session-Id: [\w-]+(?=\r|$)/im.exec(head)![0];
}

export const counted = (quirk: string, client = 'a quirky client'): string =>
  `rookery_client_quirks_total{quirk="${quirk}",client="${client}"}`;

export async function countQuirks(url: string): Promise<Map<string, number>> {
  const samples = await scrape(url);
  return new Map([...samples].filter(([series]) => series.startsWith('rookery_client_quirks_total{')));
}
