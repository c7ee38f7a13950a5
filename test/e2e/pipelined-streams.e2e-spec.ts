import { once } from 'node:events';
import { connect } from 'node:net';
import { SessionsService } from '../../src/sessions/index.js';
import { eventually } from '../support/eventually.js';
import { startRookery } from '../support/rookery.js';

const GET = 'GET /sse HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n';

describe('A stream that waits behind another one of its connection', () => {
  it('is bounded as any, and takes the connection with it', async () => {
    await using server = await startRookery({ MAX_PENDING_BYTES: '100000' });
    const sessions = server.rookery.app.get(SessionsService);
    const client = connect(Number(new URL(server.url).port), '127.0.0.1', () => client.write(GET + GET));
    client.resume();
    await eventually(() => sessions.openStreams === 2);
    const [, waiting] = sessions.all();
    for (let kilobytes = 0; kilobytes < 150; kilobytes++) waiting!.send('x'.repeat(1000));
    await once(client, 'close');
    expect(
      await eventually(
        () => [...sessions.all()],
        ({ length }) => length === 0,
      ),
    ).toEqual([]);
  });

  it('leaves nothing behind when its session ends and its client goes', async () => {
    await using server = await startRookery();
    const sessions = server.rookery.app.get(SessionsService);
    const client = connect(Number(new URL(server.url).port), '127.0.0.1', () => client.write(GET + GET));
    client.resume();
    await eventually(() => sessions.openStreams === 2);
    const [first, waiting] = sessions.all();
    waiting!.endWhenIdle('revoked');
    await eventually(() => sessions.openStreams === 1);
    expect(first!.endReason).toBeUndefined();
    client.destroy();
    await eventually(() => sessions.openStreams === 0);
  });
});
