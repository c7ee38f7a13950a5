import type { NestApplicationOptions } from '@nestjs/common';
import { type Address, RawConnection, rawRequest } from '../support/raw-connection.js';
import { TwinApps, type Way } from '../support/twin-apps.js';
import { ENDPOINT, PING } from '../support/wire-cases.js';

const STREAM = { headers: ['Accept: text/event-stream'] };

type ClosingTalk = (address: Address, close: () => Promise<void>) => Promise<string>;

/** An open stream, when the app closes. */
const stream: ClosingTalk = async (address, close) => {
  await using connection = RawConnection.open(address);
  connection.send(rawRequest('/sse', STREAM));
  await connection.waitFor(ENDPOINT);
  await close();
  return await connection.ended();
};

/** A POST behind an open stream of the same connection: its answer can only follow the stream's end. */
const pipelined: ClosingTalk = async (address, close) => {
  await using connection = RawConnection.open(address);
  connection.send(
    rawRequest('/sse', { ...STREAM, keepsAlive: true }) +
      rawRequest('/message', { method: 'POST', body: PING }),
  );
  await connection.waitFor(ENDPOINT);
  const closed = close();
  const received = await connection.ended();
  await closed;
  return received;
};

/** A session whose client goes on while its app closes, and asks for more on its connections. */
const asking: ClosingTalk = async (address, close) => {
  await using open = RawConnection.open(address);
  await using idle = RawConnection.open(address);
  idle.send(rawRequest('/message', { method: 'POST', body: PING, keepsAlive: true }));
  await idle.waitFor(/"jsonrpc".+\}$/);
  open.send(rawRequest('/sse', STREAM));
  await open.waitFor(ENDPOINT);
  const closed = close();
  idle.send(rawRequest('/message', { method: 'POST', body: PING }));
  const received = (await open.ended()) + (await idle.ended());
  await closed;
  return received;
};

const OPTIONS: [name: string, options: NestApplicationOptions][] = [
  ['as it does', {}],
  ['and forces connections to close', { forceCloseConnections: true }],
  ['and answers 503 meanwhile', { return503OnClosing: true, forceCloseConnections: true }],
];

const TALKS: [name: string, talk: ClosingTalk, ways: readonly Way[], shows: RegExp][] = [
  ['ends an open stream', stream, ['direct'], /\r\n0\r\n\r\n$/],
  [
    'ends a stream, and answers the POST behind it',
    pipelined,
    ['direct', 'direct'],
    /\r\n0\r\n\r\nHTTP\/1.1 200 /,
  ],
  ['answers what is asked meanwhile', asking, ['direct', 'direct', 'direct'], /^HTTP[^]+HTTP[^]+HTTP/],
];

describe.each(OPTIONS)('An app with direct routes that closes %s', (_, options) => {
  it.each(TALKS)('%s, as it does without them', async (_name, talk, ways, shows) => {
    await using twins = await TwinApps.start({ options });
    const { direct, express } = await twins.observe(talk, ways.length);
    expect(direct.received).toBe(express.received);
    expect(direct.received).toMatch(shows);
    expect([direct.log, direct.ways.length]).toEqual([express.log, express.ways.length]);
  });
});
