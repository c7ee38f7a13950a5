import { mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { callTool, post, rpc } from '../support/http.js';
import { type LogLine, ServerProcess } from '../support/server-process.js';
import { SseStream } from '../support/sse-stream.js';
import { linesOf, newToken, type TestToken } from '../support/tokens.js';

const ann = newToken('ann', 'read');
const annsOther = newToken('ann', 'read');
const bob = newToken('bob');
const eve = newToken('eve');

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
    secret = await MountedSecret.create(linesOf(ann, bob));
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
    await server.waitForLog(({ msg }) => msg === 'AUTH_TOKENS_FILE was read again: 1 new, 1 gone');
    await server.waitForLog(({ principal, outcome }) => principal === 'ann' && outcome === 'revoked');
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

  it('keeps the old tokens and says so once while it cannot be read', async () => {
    await using stream = await SseStream.open(`${url}/sse`, ann.headers);
    await secret.write(`${linesOf(eve)}\nbob:${eve.token}`);
    await eventually(() => errors().length > 0);
    expect([await statusOf(ann), await statusOf(eve), stream.isEnded]).toEqual([200, 401, false]);
    await secret.remove();
    await eventually(() => errors().length > 1);
    expect([await statusOf(ann), stream.isEnded]).toEqual([200, false]);
    await secret.write(linesOf(ann, eve));
    await whenStatusOf(eve, 200);
    expect([await statusOf(ann), stream.isEnded]).toEqual([200, false]);
    expect(errors().map(({ msg }) => msg)).toEqual([
      'The tokens so far stay valid: AUTH_TOKENS_FILE, line 2 must be principal:sha256hex:scope scope, as npm run token prints it',
      expect.stringMatching(/^The tokens so far stay valid: ENOENT/),
    ]);
    expect(JSON.stringify(server.log)).not.toContain(eve.token);
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
