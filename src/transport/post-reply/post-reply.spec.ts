import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OpenResponses } from '../../http/index.js';
import { HeartbeatWheel } from '../event-stream/heartbeat-wheel.js';
import { EventStreamOptions, EventStreams, PendingBytesBudget } from '../event-stream/index.js';
import { PostReplies } from './post-replies.service.js';
import type { PostedRequests, PostReply } from './post-reply.js';

const NOTICE = '{"jsonrpc":"2.0","method":"notifications/progress"}';
const ONE = '{"jsonrpc":"2.0","id":1,"result":{}}';
const TWO = '{"jsonrpc":"2.0","id":2,"result":{}}';
const BUSY = { code: -32_000, message: 'Busy', data: { reason: 'overloaded', retryAfterSeconds: 1 } };

/**
 * The answer to a POST whose requests end as `serve` says, read to its end.
 * @param onText what has come of the body so far
 */
async function answerOf(
  posted: Omit<PostedRequests, 'response'>,
  serve: (reply: PostReply) => void | Promise<void>,
  onText: (text: string) => void = () => undefined,
): Promise<{ status: number; type: string | null; retryAfter: string | null; body: string }> {
  const options = Object.assign(new EventStreamOptions(), { heartbeatMs: 50 });
  const [wheel, budget] = [new HeartbeatWheel(options), new PendingBytesBudget(options)];
  const replies = new PostReplies(new EventStreams(wheel, budget, new OpenResponses()), budget);
  const server = createServer((_request, response) => void serve(replies.open({ response, ...posted })));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const { status, headers } = answer;
    const [type, retryAfter] = [headers.get('content-type'), headers.get('retry-after')];
    let body = '';
    for await (const bytes of answer.body ?? []) {
      body += Buffer.from(bytes).toString();
      onText(body);
    }
    return { status, type, retryAfter, body };
  } finally {
    wheel.onModuleDestroy();
    budget.onModuleDestroy();
    server.close();
    server.closeAllConnections();
  }
}

describe('The answer to a POST', () => {
  const one = { count: 1, isBatch: false, mode: 'auto' } as const;
  const two = { count: 2, isBatch: true, mode: 'auto' } as const;
  const asJson = { status: 200, type: 'application/json', retryAfter: null };
  const asStream = { status: 200, type: 'text/event-stream', retryAfter: null };

  it('is JSON where there is nothing but the response', async () => {
    expect(await answerOf(one, (reply) => reply.end(ONE))).toEqual({ ...asJson, body: ONE });
  });

  it('has the status of the error that it is', async () => {
    const error = JSON.stringify({ jsonrpc: '2.0', id: 1, error: BUSY });
    const answer = await answerOf(one, (reply) => reply.end(error, BUSY));
    expect(answer).toEqual({ status: 503, type: 'application/json', retryAfter: '1', body: error });
  });

  it('is a stream from the first notification on, which ends behind the response', async () => {
    const answer = await answerOf(one, (reply) => {
      reply.notify(NOTICE);
      reply.notify(NOTICE);
      reply.end(ONE);
    });
    const frames = [NOTICE, NOTICE, ONE].map((data) => `event: message\ndata: ${data}\n\n`);
    expect(answer).toEqual({ ...asStream, body: frames.join('') });
  });

  it('is JSON where it has no place for notifications', async () => {
    const answer = await answerOf({ ...one, mode: 'json' }, (reply) => {
      reply.notify(NOTICE);
      reply.end(ONE);
    });
    expect(answer).toEqual({ ...asJson, body: ONE });
  });

  it('is 202 without a body when no request has a response', async () => {
    const answer = await answerOf(two, (reply) => {
      reply.end();
      reply.end();
    });
    expect(answer).toEqual({ status: 202, type: null, retryAfter: null, body: '' });
  });

  it('is a stream without a response when the request was cancelled behind a notification', async () => {
    const answer = await answerOf(one, (reply) => {
      reply.notify(NOTICE);
      reply.end();
    });
    expect(answer).toEqual({ ...asStream, body: `event: message\ndata: ${NOTICE}\n\n` });
  });

  it('has every response of a batch: in an array as JSON, in order as a stream', async () => {
    const answer = await answerOf(two, (reply) => {
      reply.end(TWO);
      reply.end(ONE);
    });
    expect(answer).toEqual({ ...asJson, body: `[${TWO},${ONE}]` });
    const streamed = await answerOf(two, (reply) => {
      reply.end(TWO);
      reply.notify(NOTICE);
      reply.end(ONE);
    });
    const frames = [TWO, NOTICE, ONE].map((data) => `event: message\ndata: ${data}\n\n`);
    expect(streamed).toEqual({ ...asStream, body: frames.join('') });
  });

  it('becomes a stream while its request runs and says nothing', async () => {
    const beaten = new EventEmitter();
    const answer = await answerOf(
      one,
      async (reply) => {
        reply.accept();
        await once(beaten, 'beat');
        reply.end(ONE);
      },
      (text) => text.includes(': heartbeat\n') && beaten.emit('beat'),
    );
    expect(answer).toMatchObject(asStream);
    expect(answer.body).toMatch(/^(: heartbeat\n)+event: message\n/);
  });

  it('gets heartbeats while its request runs', async () => {
    const beaten = new EventEmitter();
    const answer = await answerOf(
      one,
      async (reply) => {
        reply.notify(NOTICE);
        await once(beaten, 'beat');
        reply.end(ONE);
      },
      (text) => text.includes(': heartbeat\n') && beaten.emit('beat'),
    );
    expect(answer.body).toMatch(/\n\n(: heartbeat\n)+event: message\n/);
  });
});
