import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../servers/server-process.js';

export const RECORDINGS_FOLDER = join(ROOT, 'test/recorded');

/** What a server has to answer to a request of a recording. */
export interface RecordedAnswer {
  readonly status: number;
  /** The media type; nothing where there is no body. */
  readonly type: string | undefined;
  /** Those headers by which clients go on, all of them; `*` is any value. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, or the data of each event, as JSON; `?` is any. */
  readonly messages: readonly string[];
  /** Whether the client closes its connection once it has all that. */
  readonly leaves: boolean;
}

export interface RecordedExchange {
  readonly title: string;
  /** The request as it is on the wire, with `{{session}}` for the id of its session. */
  readonly bytes: string;
  readonly answer: RecordedAnswer;
}

/** What one client says to a server, from its first request on. */
export interface Recording {
  /** Who the client is, and where its bytes are from. */
  readonly about: string;
  /** How the server is set up. */
  readonly environment: Readonly<Record<string, string>>;
  readonly exchanges: readonly RecordedExchange[];
}

/** Reads a file of `test/recorded`; the README there says how it is written. */
export function readRecording(name: string): Recording {
  const text = readFileSync(join(RECORDINGS_FOLDER, name), 'utf8');
  const [head, ...sections] = text.split(/^## /m) as [string, ...string[]];
  const lines = head.trim().split('\n');
  const about = lines.filter((line) => !line.startsWith('# server:')).map((line) => line.slice(2));
  const server =
    lines
      .find((line) => line.startsWith('# server:'))
      ?.split(/\s+/)
      .slice(2) ?? [];
  const environment = Object.fromEntries(server.map((setting) => setting.split(/=(.*)/s, 2)));
  return { about: about.join(' '), environment, exchanges: sections.map(readExchange) };
}

function readExchange(section: string): RecordedExchange {
  const [title, rest] = cut(section, '\n');
  const [request, answer] = cut(rest, '\n=> ');
  const [head, body] = cut(request, '\n\n');
  const bytes = `${head.replaceAll('\n', '\r\n')}\r\n\r\n${body.trimEnd()}`;
  return { title, bytes, answer: readAnswer(answer) };
}

function readAnswer(answer: string): RecordedAnswer {
  const [head, body] = cut(answer, '\n\n');
  const [first, ...headers] = head.trim().split('\n') as [string, ...string[]];
  const [, status, type, leaves] = /^(\d{3})(?: (\S+?))?(, and the client leaves)?$/.exec(first)!;
  return {
    status: Number(status),
    type,
    headers: Object.fromEntries(
      headers.map((line) => cut(line, ': ')).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    messages: body.split('\n').filter((line) => line !== ''),
    leaves: leaves !== undefined,
  };
}

/** The text in front of the first separator, and the text behind it. */
function cut(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
