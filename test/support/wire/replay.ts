import { type Address, RawConnection } from './raw-connection.js';
import type { RecordedExchange } from './recording.js';

/** The headers of an answer that tell a client how to go on. */
const TELLING_HEADERS = new Set([
  'allow',
  'mcp-session-id',
  'retry-after',
  'www-authenticate',
  'x-accel-buffering',
]);

/** What a server answered, in the terms of a recording. */
export interface ReplayedAnswer {
  readonly status: number;
  readonly type: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly messages: readonly string[];
}

/**
 * Sends the bytes of a request as they are, on a connection of its own.
 * @param sessionId what stands for `{{session}}`
 * @returns the answer, once as many messages are there as the recording has, or once it has ended where the client waits for that
 */
export async function replay(
  address: Address,
  { bytes, answer }: RecordedExchange,
  sessionId: string,
): Promise<ReplayedAnswer> {
  await using connection = RawConnection.open(address);
  connection.send(Buffer.from(bytes.replaceAll('{{session}}', sessionId)));
  await connection.waitFor(/\r\n\r\n/);
  const { status, headers } = readHead(connection.received);
  const type = headers['content-type'];
  const isStream = type === 'text/event-stream';
  if (isStream && answer.leaves) await connection.waitFor(eventsOf(answer.messages.length));
  else if (isStream) await connection.waitFor(/\r\n0\r\n\r\n$/);
  else await connection.waitFor(bodyOf(Number(headers['content-length'])));
  const text = Buffer.from(connection.received, 'latin1').toString();
  const body = text.slice(text.indexOf('\r\n\r\n') + 4);
  const told = Object.entries(headers).filter(([name]) => TELLING_HEADERS.has(name));
  return {
    status,
    type,
    headers: Object.fromEntries(told),
    messages: isStream ? [...body.matchAll(/^data: (.+)$/gm)].map(([, data]) => data!) : body ? [body] : [],
  };
}

function readHead(received: string): { status: number; headers: Record<string, string> } {
  const [first, ...lines] = received.split('\r\n\r\n', 1)[0]!.split('\r\n') as [string, ...string[]];
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 2),
  ]);
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(headers) as Record<string, string>,
  };
}

/** The head of a stream, and as many events with data. */
const eventsOf = (count: number): RegExp => new RegExp(`\\r\\n\\r\\n(?:[^]*?^data: .+\\n\\n){${count}}`, 'm');

const bodyOf = (length: number): RegExp => new RegExp(`\\r\\n\\r\\n[^]{${length}}$`);
