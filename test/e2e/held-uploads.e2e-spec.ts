import { eventually } from '../support/eventually.js';
import { startRookery } from '../support/servers/rookery.js';
import { callTool } from '../support/wire/http.js';
import { RawConnection, rawRequest } from '../support/wire/raw-connection.js';

const MIB = 1024 * 1024;
const LIMITS = { MAX_BODY_BYTES: String(MIB), MAX_BUFFERED_BYTES: String(6 * MIB), TRUST_PROXY: '1' };

/** A body that holds about a mebibyte while its last byte lacks. */
const upload = (address: string): string =>
  rawRequest('/message', {
    method: 'POST',
    headers: [`X-Forwarded-For: ${address}`],
    body: JSON.stringify(callTool(1, 'echo', { message: 'x'.repeat(0.9 * MIB) })),
  });

describe('Uploads that are held back', () => {
  it('keep no other caller out: who holds most loses one', async () => {
    await using server = await startRookery(LIMITS);
    const port = Number(new URL(server.url).port);
    const hold = async (address: string): Promise<RawConnection> => {
      const connection = RawConnection.open({ port, isTls: false });
      connection.send(upload(address).slice(0, -1));
      await eventually(() => connection.socket.writableLength === 0);
      return connection;
    };
    const held: RawConnection[] = [];
    for (const address of ['203.0.113.1', '203.0.113.2'])
      for (let i = 0; i < 4; i++) held.push(await hold(address));
    const refused = (): number => held.filter(({ statuses }) => statuses[0] === 503).length;
    // A caller has room for three of them.
    await eventually(() => refused() >= 2);
    const before = refused();

    const third = await hold('203.0.113.3');
    third.send(upload('203.0.113.3').slice(-1));
    await third.waitFor(/"isError":true|"result"/);
    expect(third.statuses).toEqual([200]);
    expect(refused()).toBe(before + 1);
    for (const connection of [...held, third]) connection.socket.destroy();
  });
});
