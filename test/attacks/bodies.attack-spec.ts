import { eventually } from '../support/eventually.js';
import { rpc } from '../support/wire/http.js';
import { type Attacked, describeAttacks } from './support/attacked.js';
import { POST_ROUTES, type PostRoute } from './support/post-routes.js';

const SMALL_HEAP = '--max-old-space-size=256';
const MEBIBYTE = 1024 * 1024;

/** The head of a POST, but for how its body comes, and the body. */
async function headAndBody(
  attacked: Attacked,
  route: PostRoute,
  message: object,
): Promise<[string[], string]> {
  const { body, headers } = route.write(message);
  const lines = Object.entries({ ...(await route.begin(attacked)), ...headers }).map((line) =>
    line.join(': '),
  );
  const head = [`POST ${route.path} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json', ...lines];
  return [head, String(body)];
}

describe.each(POST_ROUTES)('In a small heap', (route) => {
  describeAttacks('Bodies', { environment: { NODE_OPTIONS: SMALL_HEAP } }, (attacked) => {
    it(`59 bodies without end: a hundred of ${route.wire} that lack their last byte have a bound together`, async () => {
      const { process } = attacked();
      const before = await process.measure();
      const filler = 'x'.repeat(4 * MEBIBYTE - 500);
      const [head, body] = await headAndBody(attacked(), route, rpc(1, 'ping', { filler }));
      const connections = Array.from({ length: 100 }, () => {
        const connection = attacked().raw(
          `${[...head, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n`,
        );
        connection.send(body.slice(0, -1));
        return connection;
      });
      const answered = (): number => connections.filter(({ statuses }) => statuses.length > 0).length;
      // Those that are answered are refused, the others are held.
      await eventually(
        () => connections.every(({ statuses, socket }) => statuses.length > 0 || socket.writableLength === 0),
        Boolean,
        60_000,
      );
      expect(answered()).toBeGreaterThan(80);
      const held = await process.measure();
      expect(held.heapUsed + held.external - before.heapUsed - before.external).toBeLessThan(75 * MEBIBYTE);
      // The allocator keeps pages of the bodies that went through.
      expect(held.rss - before.rss).toBeLessThan(128 * MEBIBYTE);
      expect((await attacked().post('/message', rpc(2, 'ping'))).status).toBe(200);
      for (const connection of connections) connection.send(body.slice(-1));
      await eventually(() => answered() === 100, Boolean, 60_000);
      expect(new Set(connections.map(({ statuses }) => statuses[0]))).toEqual(new Set([200, 503]));
      for (const connection of connections) connection.socket.destroy();
    });

    it(`60 body of four million chunks of one byte to ${route.wire}: it costs little more than the body`, async () => {
      const { process } = attacked();
      const before = await process.measure();
      const [head, ping] = await headAndBody(attacked(), route, rpc(1, 'ping'));
      const chunks = Buffer.alloc(6 * 4_000_000, '1\r\n \r\n');
      const connection = attacked().raw(
        `${[...head, 'Transfer-Encoding: chunked', 'Connection: close'].join('\r\n')}\r\n\r\n`,
      );
      connection.send(chunks);
      connection.send(`${ping.length.toString(16)}\r\n${ping}\r\n`);
      // All but the end has been taken: the server holds the body.
      await eventually(() => connection.socket.writableLength === 0, Boolean, 60_000);
      expect((await process.measure()).rss - before.rss).toBeLessThan(100 * MEBIBYTE);
      connection.send('0\r\n\r\n');
      await connection.ended();
      expect(connection.statuses).toEqual([200]);
    });
  });
});
