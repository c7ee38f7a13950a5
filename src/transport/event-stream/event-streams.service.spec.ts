import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OpenResponses } from '../../http/index.js';
import { EventStreams } from './event-streams.service.js';
import { HeartbeatWheel } from './heartbeat-wheel.js';
import { PendingBytesBudget } from './pending-bytes-budget.js';

const HEADERS = { 'Content-Type': 'text/event-stream', 'X-Own': '1' };

/** Serves one request as `serve` says, and reads its answer to the end. */
async function answerOf(
  serve: (streams: EventStreams, response: ServerResponse) => void,
): Promise<[status: number, own: string | null, body: string]> {
  const [wheel, budget] = [new HeartbeatWheel(), new PendingBytesBudget()];
  const streams = new EventStreams(wheel, budget, new OpenResponses());
  const server = createServer((_request, response) => serve(streams, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return [answer.status, answer.headers.get('x-own'), await answer.text()];
  } finally {
    wheel.onModuleDestroy();
    budget.onModuleDestroy();
    server.close();
    server.closeAllConnections();
  }
}

describe('A stream that begins by itself', () => {
  it('sends its head with the first frame, and not before', async () => {
    const sent: boolean[] = [];
    const answer = await answerOf((streams, response) => {
      const stream = streams.begin(response, HEADERS);
      sent.push(response.headersSent);
      stream.write({ text: 'data: 1\n\n' });
      sent.push(response.headersSent);
      stream.write({ text: 'data: 2\n\n' });
      stream.end();
    });
    expect(sent).toEqual([false, true]);
    expect(answer).toEqual([200, '1', 'data: 1\n\ndata: 2\n\n']);
  });

  it('is an empty one when it ends without a frame', async () => {
    expect(await answerOf((streams, response) => streams.begin(response, HEADERS).end())).toEqual([
      200,
      '1',
      '',
    ]);
  });

  it('lets nothing through that others send', async () => {
    const answer = await answerOf((streams, response) => {
      const stream = streams.begin(response, HEADERS);
      response.writeHead(500, { 'X-Own': '2' });
      response.write('\n');
      response.end('others');
      stream.write({ text: 'data: 1\n\n' });
      stream.end();
      response.write('more');
    });
    expect(answer).toEqual([200, '1', 'data: 1\n\n']);
  });
});
