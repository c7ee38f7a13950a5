import type { NestApplicationOptions } from '@nestjs/common';
import { HoldModule, heldCall } from '../support/tools/held-calls.js';
import { TwinApps } from '../support/twins/twin-apps.js';
import { ADD, ENDPOINT, PING } from '../support/twins/wire-cases.js';
import { callTool } from '../support/wire/http.js';
import { type Address, exchange, RawConnection, rawRequest } from '../support/wire/raw-connection.js';

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

/** New requests while a call holds the app up. */
const asking: ClosingTalk = async (address, close) => {
  const name = String(address.port);
  await using connection = RawConnection.open(address);
  connection.send(
    rawRequest('/message', { method: 'POST', body: JSON.stringify(callTool(1, 'hold', { name })) }),
  );
  const call = await heldCall(name);
  const closed = close();
  const answers = [
    await exchange(address, rawRequest('/message', { method: 'POST', body: PING })),
    await exchange(address, rawRequest('/message', { method: 'POST', body: ADD })),
    await exchange(address, rawRequest('/sse')),
  ];
  call.finish('held');
  await closed;
  return answers.join('') + (await connection.ended());
};

const OPTIONS: [name: string, options: NestApplicationOptions][] = [
  ['as it does', {}],
  ['and forces connections to close', { forceCloseConnections: true }],
  ['and answers 503 meanwhile', { return503OnClosing: true, forceCloseConnections: true }],
];

const TALKS: [name: string, talk: ClosingTalk, requests: number, shows: RegExp][] = [
  ['ends an open stream', stream, 1, /\r\n0\r\n\r\n$/],
  ['ends a stream, and answers the POST behind it', pipelined, 2, /\r\n0\r\n\r\nHTTP\/1.1 200 /],
  ['answers what is asked meanwhile', asking, 4, /HTTP\/1.1 503 [^]+"held"/],
];

describe.each(OPTIONS)('An app with direct routes that closes %s', (_, options) => {
  it.each(TALKS)('%s, as it does without them', async (_name, talk, requests, shows) => {
    await using twins = await TwinApps.start({ options, before: [HoldModule] });
    const { direct, express } = await twins.observe(talk, requests);
    expect(direct.received).toBe(express.received);
    expect(direct.received).toMatch(shows);
    expect(direct.log).toEqual(express.log);
    expect(direct.ways).toContain('direct');
    expect(new Set(express.ways)).toEqual(new Set(['express']));
  });
});
