import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesOf, newToken, type TestToken } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { ServerProcess } from '../support/servers/server-process.js';
import { post, rpc } from '../support/wire/http.js';

const ann = newToken('ann');
const bob = newToken('bob');

describe('AUTH_TOKENS_FILE that is touched all the time', () => {
  it('leaves no revoked token good for longer than a minute', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rookery-touched-'));
    const path = join(folder, 'tokens');
    await writeFile(path, linesOf(ann, bob));
    await using server = ServerProcess.start({ AUTH: 'bearer', AUTH_TOKENS_FILE: path });
    const url = await server.url();
    const statusOf = async ({ headers }: TestToken): Promise<number> =>
      (await post(`${url}/message`, rpc(1, 'ping'), headers)).status;
    expect(await statusOf(ann)).toBe(200);
    await writeFile(path, linesOf(bob));
    let touches = 0;
    const touchThenAsk = async (): Promise<number> => {
      await utimes(path, new Date(), new Date(++touches * 1000));
      return await statusOf(ann);
    };
    await eventually(touchThenAsk, (status) => status === 401);
    expect(await statusOf(bob)).toBe(200);
    await rm(folder, { recursive: true });
  });
});
