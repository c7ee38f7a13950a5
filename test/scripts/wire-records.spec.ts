import { join } from 'node:path';
import { ROOT } from '../support/servers/server-process.js';

type Normalise = (received: string) => string;

const received = (session: string, day: string, port: number, body: string): string =>
  [
    'HTTP/1.1 200 OK',
    `X-Request-Id: ${session}-1`,
    `Date: ${day}, 28 Nov 2026 12:25:56 GMT`,
    'Transfer-Encoding: chunked',
    '',
    (body.length + 60).toString(16),
    `event: endpoint\ndata: http://localhost:${port}/message?sessionId=${session}`,
    '',
    body,
  ].join('\r\n');

describe('A record of the wire', () => {
  it('is the same for two runs, and another one for other bytes', async () => {
    const { normalise } = (await import(join(ROOT, 'scripts/wire/normalise.mjs'))) as {
      normalise: Normalise;
    };
    const [one, another] = ['NcnYy7FbsJM6dkQ5TRM48g', 'V6ga98DE66FuTpEEdg5COQ'];
    expect(normalise(received(one, 'Sat', 8000, 'a'))).toBe(normalise(received(another, 'Sun', 41234, 'a')));
    expect(normalise(received(one, 'Sat', 8000, 'a'))).not.toBe(normalise(received(one, 'Sat', 8000, 'b')));
    expect(normalise('HTTP/1.1 200 OK')).not.toBe(normalise('HTTP/1.1 202 Accepted'));
  });
});
