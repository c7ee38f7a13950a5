import type { IncomingMessage } from 'node:http';

/** As `IncomingMessage.headersDistinct` has them: names in lower case, a value for each line. */
export type HeaderLines = IncomingMessage['headersDistinct'];

/** The lines of `Mcp-*`, which are few: Node makes a list for each header of a request. */
export function readMcpHeaders({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): HeaderLines {
  const lines: HeaderLines = {};
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name[3] !== '-' || name.slice(0, 3).toLowerCase() !== 'mcp') continue;
    (lines[name.toLowerCase()] ??= []).push(rawHeaders[i + 1]!);
  }
  return lines;
}
