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
  it('takes what came with the head at once, and the end behind it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.write(`${HEAD}\r\n\r\nnull`);
    const taken = await new Promise<unknown[]>((resolve) =>
      server.once('request', (request: IncomingMessage) => {
        // As behind a guard that waits for nothing: Node does not say yet that the request is complete.
        queueMicrotask(() => {
          const { complete } = request;
          const body = readJsonBody(request, LIMIT);
          request.once('end', () => resolve([complete, body]));
        });
      }),
    );
    client.destroy();
    server.close();
    expect(taken).toEqual([false, Buffer.from('null')]);
  });

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
