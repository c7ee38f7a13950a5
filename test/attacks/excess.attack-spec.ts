import { eventually } from '../support/eventually.js';
import type { RawConnection } from '../support/wire/raw-connection.js';
import { describeAttacks } from './support/attacked.js';

const MIB = 1024 * 1024;
const BODIES = 40;
const BODY_BYTES = 16 * MIB;

const ENVIRONMENT = { NODE_OPTIONS: '--max-old-space-size=256', WORK_LIMIT: 'off' };

/** A call of four times `MAX_BODY_BYTES`; all of them have these bytes in common. */
const BODY = Buffer.alloc(BODY_BYTES, 'x');
BODY.write('{"method":"tools/call","params":{"name":"echo","arguments":{"message":"');
const END = '"}},"jsonrpc":"2.0","id":1}';
BODY.write(END, BODY_BYTES - END.length);

const headOf = (path: string, ...lines: string[]): string =>
  [`POST ${path} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json', ...lines, ''].join('\r\n');
const HEAD = headOf('/message');
const STATELESS_HEAD = headOf('/mcp', 'MCP-Protocol-Version: 2026-07-28');
const LENGTH = `Content-Length: ${BODY_BYTES}\r\n\r\n`;

describeAttacks('Excess', { environment: ENVIRONMENT }, (attacked) => {
  it.each([
    ['with their length', `${HEAD}${LENGTH}`, '', 413],
    // The model reads it there, as any fault of its arguments.
    ['by stateless HTTP', `${STATELESS_HEAD}${LENGTH}`, '', 200],
    [
      'in chunks',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n${BODY_BYTES.toString(16)}\r\n`,
      '\r\n0\r\n\r\n',
      413,
    ],
  ])(
    '87 bodies above the limit: forty at once %s cost no memory, and each is answered',
    async (_name, head, end, status) => {
      const before = (await attacked().process.measure()).rss;
      const connections: RawConnection[] = Array.from({ length: BODIES }, () => attacked().raw(head));
      // One after the other: while it may still be within the limit, a body counts for the bound of what is received.
      for (const connection of connections) {
        connection.send(BODY.subarray(0, -1));
        await eventually(() => connection.socket.writableLength === 0);
      }
      // All of them lack their last byte: 640 MiB, of a heap of 256.
      expect((await attacked().process.measure()).rss - before).toBeLessThan(64 * MIB);
      for (const connection of connections) {
        connection.send(BODY.subarray(-1));
        if (end !== '') connection.send(end);
        await connection.waitFor(/"id":1,.*Send less, or raise MAX_BODY_BYTES/);
        expect(connection.statuses).toEqual([status]);
      }
    },
  );
});
