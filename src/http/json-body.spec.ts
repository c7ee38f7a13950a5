import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { BodyTooLargeError } from '../protocol/index.js';
import { readJsonBody } from './json-body.js';

const HEAD = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 4';

const LIMIT = { maxBytes: 100, maxDiscardedBytes: 400, refusal: new BodyTooLargeError('Too large') };

/** What reading gives after something else has happened to the request. */
async function readAfter(
  happens: (request: IncomingMessage, client: Socket) => Promise<unknown>,
): Promise<unknown> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.write(`${HEAD}\r\n\r\nnu`);
  const [request] = (await once(server, 'request')) as [IncomingMessage];
  await happens(request, client);
  const read = async (): Promise<unknown> => readJsonBody(request, LIMIT);
  const result = await read().catch((error: unknown) => error);
  client.destroy();
  server.close();
  return result;
}

describe('readJsonBody', () => {
  it.each<[string, (request: IncomingMessage, client: Socket) => Promise<unknown>]>([
    [
      'its client has left',
      async (request, client) => {
        client.destroy();
        await new Promise((resolve) => request.once('close', resolve));
      },
    ],
    [
      'something else has read the body',
      async (request, client) => {
        client.write('ll');
        request.resume();
        await once(request, 'end');
      },
    ],
  ])('ends with 400 when %s', async (_, happens) => {
    expect(await readAfter(happens)).toMatchObject({ status: 400 });
  });
});
