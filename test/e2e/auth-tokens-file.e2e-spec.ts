import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { linesOf, newToken, type TestToken } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { type LogLine, ServerProcess } from '../support/servers/server-process.js';
import { scrape } from '../support/telemetry/metrics.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';
import { RawConnection, rawRequest } from '../support/wire/raw-connection.js';
import { SseStream } from '../support/wire/sse-stream.js';

const ann = newToken('ann', 'read');
const annsOther = newToken('ann', 'read');
const bob = newToken('bob');
const eve = newToken('eve');
const scraper = newToken('scraper', 'metrics');

const STALE = 'rookery_credentials_stale_seconds{source="tokens-file"}';

interface Ready {
  readonly info: { readonly credentials: { readonly staleSeconds: Readonly<Record<string, number>> } };
}

/** A file as Kubernetes mounts a secret: behind a link, which is swapped for another. */
class MountedSecret implements AsyncDisposable {
  private version = 0;

  private constructor(private readonly folder: string) {}

  static async create(text: string): Promise<MountedSecret> {
    const secret = new MountedSecret(await mkdtemp(join(tmpdir(), 'rookery-secret-')));
    await secret.swap(text);
    return secret;
  }

  get path(): string {
    return join(this.folder, '..data');
  }

  /** Puts another file in the place of the one that is read. */
  async swap(text: string): Promise<void> {
    const name = `tokens-${++this.version}`;
    await writeFile(join(this.folder, name), text);
    await symlink(name, join(this.folder, '..new'));
    await rename(join(this.folder, '..new'), this.path);
  }

  /** Writes into the file that is read. */
  write(text: string): Promise<void> {
    return writeFile(this.path, text);
  }

  /** Lets the link point to what cannot be read: to nothing, to a folder, or to a pipe that nobody writes to. */
  async breakLink(target: 'nothing' | 'a folder' | 'a pipe'): Promise<void> {
    const name = `broken-${++this.version}`;
    if (target === 'a folder') await mkdir(join(this.folder, name));
    if (target === 'a pipe') await promisify(execFile)('mkfifo', [join(this.folder, name)]);
    await symlink(name, join(this.folder, '..new'));
    await rename(join(this.folder, '..new'), this.path);
  }

  remove(): Promise<void> {
    return unlink(this.path);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.folder, { recursive: true });
  }
}

describe('AUTH_TOKENS_FILE', () => {
  let secret: MountedSecret;
  let server: ServerProcess;
  let url: string;

  beforeEach(async () => {
    secret = await MountedSecret.create(linesOf(ann, bob, scraper));
    server = ServerProcess.start({
      AUTH: 'bearer',
      AUTH_TOKENS_FILE: secret.path,
      AUTH_FAILURES_LIMIT: 'off',
    });
    url = await server.url();
  });

  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    await secret[Symbol.asyncDispose]();
  });

  async function statusOf({ headers }: TestToken): Promise<number> {
    return (await post(`${url}/message`, rpc(1, 'ping'), headers)).status;
  }

  function whenStatusOf(token: TestToken, expected: number): Promise<number> {
    return eventually(
      () => statusOf(token),
      (status) => status === expected,
    );
  }

  const errors = (): LogLine[] => server.log.filter(({ level }) => level === 'error');

  it('is read again when it changes: new tokens are taken, the streams of those that are gone end', async () => {
    await using anns = await SseStream.open(`${url}/sse`, ann.headers);
    await using bobs = await SseStream.open(`${url}/sse`, bob.headers);
    const [annsEndpoint, bobsEndpoint] = [await anns.endpoint(), await bobs.endpoint()];
    await secret.swap(linesOf(bob, eve));
    await anns.ended();
    expect(await statusOf(ann)).toBe(401);
    expect((await post(annsEndpoint, rpc(1, 'ping'), ann.headers)).status).toBe(401);
    expect(await statusOf(eve)).toBe(200);
    expect(bobs.isEnded).toBe(false);
    await post(bobsEndpoint, callTool(1, 'add', { a: 1, b: 2 }), bob.headers);
    expect(await bobs.responseTo(1)).toMatchObject({ result: { content: [{ text: '3' }] } });
    await server.waitForLog(({ msg }) => msg === 'AUTH_TOKENS_FILE was read again: 1 new, 2 gone');
    await server.waitForLog(({ principal, outcome }) => principal === 'ann' && outcome === 'revoked');
  });

  it('lets nothing run whose body was only whole after its token had gone', async () => {
    const { port } = new URL(url);
    await using connection = RawConnection.open({ port: Number(port), isTls: false });
    const headers = Object.entries(ann.headers).map((header) => header.join(': '));
    const body = JSON.stringify(callTool(1, 'add', { a: 1, b: 2 }));
    const bytes = rawRequest('/message', { method: 'POST', headers, body });
    connection.send(bytes.slice(0, -1));
    await secret.swap(linesOf(bob));
    await whenStatusOf(ann, 401);
    connection.send(bytes.slice(-1));
    expect(await connection.ended()).toMatch(/^HTTP\/1\.1 401 [^]*www-authenticate: Bearer/i);
  });

  it('ends the stream of one token, not those of its principal', async () => {
    await secret.write(linesOf(ann, annsOther));
    await whenStatusOf(annsOther, 200);
    await using first = await SseStream.open(`${url}/sse?resume=${'k'.repeat(22)}`, ann.headers);
    await using second = await SseStream.open(`${url}/sse`, annsOther.headers);
    await first.endpoint();
    await second.endpoint();
    await using resumed = await SseStream.open(`${url}/sse?resume=${'k'.repeat(22)}`, annsOther.headers);
    expect(await resumed.endpoint()).toBe(await first.endpoint());
    await secret.write(linesOf(annsOther));
    await whenStatusOf(ann, 401);
    expect([second.isEnded, resumed.isEnded]).toEqual([false, false]);
    await secret.write(linesOf(bob));
    await second.ended();
    await resumed.ended();
  });

  it.each(['nothing', 'a folder', 'a pipe'] as const)(
    'keeps the old tokens while it is %s, says so, and is tried again until it can be read',
    async (target) => {
      await using stream = await SseStream.open(`${url}/sse`, ann.headers);
      await secret.breakLink(target);
      await eventually(() => errors().length > 0);
      const staleSeconds = async (): Promise<unknown> => {
        const { json, status } = await send(`${url}/health/ready`);
        expect(status).toBe(200);
        return (json as Ready).info.credentials.staleSeconds['tokens-file'];
      };
      // Two more looks at least.
      await eventually(async () => Number(await staleSeconds()) > 2.5);
      expect(Number((await scrape(url, scraper.headers)).get(STALE))).toBeGreaterThan(2);
      expect([await statusOf(ann), await statusOf(bob), stream.isEnded]).toEqual([200, 200, false]);
      await secret.swap(linesOf(ann, scraper));
      await whenStatusOf(bob, 401);
      expect([await statusOf(ann), stream.isEnded]).toEqual([200, false]);
      await server.waitForLog(({ msg }) => msg === 'AUTH_TOKENS_FILE can be read again');
      expect([await staleSeconds(), (await scrape(url, scraper.headers)).get(STALE)]).toEqual([0, 0]);
      expect(errors().map(({ msg }) => msg)).toEqual([
        expect.stringMatching(
          /^The tokens so far stay valid, and it is tried again: (?:ENOENT|EISDIR|it is not a regular file)/,
        ),
      ]);
    },
  );

  it('lets in the lines that are tokens, whatever the others are, and says so once', async () => {
    await using anns = await SseStream.open(`${url}/sse`, ann.headers);
    await using bobs = await SseStream.open(`${url}/sse`, bob.headers);
    await secret.write(`${linesOf(bob)}\nann:${eve.token}\n${linesOf(annsOther)}`);
    await anns.ended();
    expect([await statusOf(ann), await statusOf(annsOther), await statusOf(bob)]).toEqual([401, 200, 200]);
    // Read again with the same fault.
    await secret.swap(`${linesOf(bob)}\nann:${eve.token}\n${linesOf(eve)}`);
    await whenStatusOf(eve, 200);
    expect(bobs.isEnded).toBe(false);
    expect(errors().map(({ msg }) => msg)).toEqual([
      'AUTH_TOKENS_FILE, line 2 must be principal:sha256hex:scope scope, as rookery token prints it. 1 such lines; only the other lines are tokens',
    ]);
    expect(JSON.stringify(server.log)).not.toContain(eve.token);
  });

  it.each(['', '# nobody\n'])('that is %j revokes every token, also at the next start', async (text) => {
    await using stream = await SseStream.open(`${url}/sse`, ann.headers);
    await secret.write(text);
    await stream.ended();
    expect([await statusOf(ann), await statusOf(bob)]).toEqual([401, 401]);
    await using next = ServerProcess.start({ AUTH: 'bearer', AUTH_TOKENS_FILE: secret.path });
    expect((await post(`${await next.url()}/message`, rpc(1, 'ping'), ann.headers)).status).toBe(401);
    for (const { log } of [server, next])
      expect(log).toContainEqual(
        expect.objectContaining({
          level: 'warn',
          msg: 'AUTH_TOKENS_FILE has no token: nobody is let in by it',
        }),
      );
  });

  it('that every user of the machine can write is warned of, once', async () => {
    const warnings = (): LogLine[] =>
      server.log.filter(({ msg }) => String(msg).startsWith('AUTH_TOKENS_FILE can be written by every user'));
    expect(warnings()).toEqual([]);
    await chmod(secret.path, 0o666);
    await eventually(() => warnings().length > 0);
    await secret.write(linesOf(ann));
    await whenStatusOf(bob, 401);
    expect(warnings()).toEqual([expect.objectContaining({ level: 'warn' })]);
    await using next = ServerProcess.start({ AUTH: 'bearer', AUTH_TOKENS_FILE: secret.path });
    await next.url();
    expect(next.log.map(({ msg }) => msg)).toContainEqual(warnings()[0]!['msg']);
  });

  it('is not read while it is being written', async () => {
    await using stream = await SseStream.open(`${url}/sse`, ann.headers);
    const whole = linesOf(ann, bob, eve);
    const states = ['', whole.slice(0, 20), linesOf(bob), whole];
    // Faster than the file is looked at, so that no two looks see the same.
    const until = performance.now() + 3_000;
    for (let turn = 0; performance.now() < until; turn++) {
      await secret.write(`${states[turn % states.length]}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect([stream.isEnded, await statusOf(ann), errors()]).toEqual([false, 200, []]);
    await secret.write(whole);
    await whenStatusOf(eve, 200);
    expect([stream.isEnded, errors()]).toEqual([false, []]);
  });
});
