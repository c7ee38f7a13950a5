import { eventually } from '../support/eventually.js';
import { callTool } from '../support/wire/http.js';
import type { RawConnection } from '../support/wire/raw-connection.js';
import { Attacked } from './support/attacked.js';

/** What has taken too long is looked for every 5 s, so all attacks on both servers run at once. */
const CLOSED_WITHIN_MS = 60_000;

const ENVIRONMENT = {
  // Long enough for a busy machine to open all connections before the first one is late.
  HEADERS_TIMEOUT_SECONDS: '10',
  REQUEST_TIMEOUT_SECONDS: '11',
  // One answer that no socket takes at once.
  MAX_RESULT_BYTES: '150000000',
  MAX_SESSIONS: '20',
};

/** The server takes twice its sessions, and 1,000. */
const CAP = 1_040;
const IDLE = 1_200;

/** The bystander's stream, and what it posts on. */
const OTHERS = 2;

const HEAD = 'POST /message HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

/** Sends a part, then a byte now and then, until the server has enough of it. */
async function trickle(attacked: Attacked, part: string): Promise<RawConnection> {
  const connection = attacked.raw(part);
  const timer = setInterval(() => connection.send('a'), 500);
  await connection.ended();
  clearInterval(timer);
  return connection;
}

/** Asks for 100 MB, and reads nothing of them. */
function askAndNotRead(attacked: Attacked): RawConnection {
  const body = JSON.stringify(callTool(1, 'huge'));
  const connection = attacked.raw();
  connection.socket.pause();
  connection.send(`${HEAD}Content-Length: ${body.length}\r\n\r\n${body}`);
  return connection;
}

async function sayNothing(attacked: Attacked): Promise<RawConnection[]> {
  const connections = Array.from({ length: IDLE }, () => attacked.raw());
  await Promise.all(connections.map((connection) => connection.ended()));
  return connections;
}

/** All attacks of this file on one server. */
class SlowAttack {
  readonly slowHead: Promise<RawConnection>;
  readonly slowBody: Promise<RawConnection>;
  readonly slowChunks: Promise<RawConnection>;
  readonly slowExcess: Promise<RawConnection>;
  readonly idle: Promise<RawConnection[]>;

  private constructor(
    readonly attacked: Attacked,
    readonly unread: RawConnection,
  ) {
    this.slowHead = trickle(attacked, `${HEAD}X-Slow: `);
    this.slowBody = trickle(attacked, `${HEAD}Content-Length: 1000000\r\n\r\n{`);
    this.slowChunks = trickle(attacked, `${HEAD}Transfer-Encoding: chunked\r\n\r\n1000000\r\n{`);
    this.slowExcess = trickle(attacked, `${HEAD}Content-Length: 16000000\r\n\r\n{${' '.repeat(5_000_000)}`);
    this.idle = sayNothing(attacked);
  }

  static async begin(directRoutes: boolean): Promise<SlowAttack> {
    const attacked = await Attacked.start({ environment: ENVIRONMENT }, directRoutes);
    await attacked.begin();
    return new SlowAttack(attacked, askAndNotRead(attacked));
  }
}

describe('Slowness', () => {
  let attacks: readonly SlowAttack[];

  beforeAll(async () => {
    attacks = await Promise.all([SlowAttack.begin(true), SlowAttack.begin(false)]);
  });

  afterAll(async () => {
    for (const { attacked } of attacks) {
      await attacked.expectUnharmed();
      await attacked[Symbol.asyncDispose]();
    }
  });

  it.each([
    ['the head', (attack: SlowAttack) => attack.slowHead],
    ['the body', (attack: SlowAttack) => attack.slowBody],
    ['chunks', (attack: SlowAttack) => attack.slowChunks],
    ['the rest of a body above the limit', (attack: SlowAttack) => attack.slowExcess],
  ])('40 slow client: one that sends %s byte by byte is closed', async (_name, connectionOf) => {
    for (const attack of attacks) expect((await connectionOf(attack)).statuses).toEqual([408]);
  });

  it('40 slow client: one that reads nothing of its answer is closed', async () => {
    for (const { attacked, unread, idle } of attacks) {
      await idle;
      const connections = (): Promise<unknown> => attacked.process.ask('connections');
      expect(await eventually(connections, (count) => count === OTHERS, CLOSED_WITHIN_MS)).toBe(OTHERS);
      expect(unread.socket.bytesRead).toBeLessThan(100_000_000);
    }
  });

  it('41 idle connections: above the cap they are closed at once, the others after their time', async () => {
    for (const { idle } of attacks) {
      const statuses = (await idle).map((connection) => connection.statuses);
      const dropped = statuses.filter(({ length }) => length === 0).length;
      expect(dropped).toBeGreaterThanOrEqual(IDLE - CAP);
      expect(dropped).toBeLessThan(IDLE - CAP + 20);
      expect(statuses.filter(([status]) => status === 408)).toHaveLength(IDLE - dropped);
    }
  });
});
