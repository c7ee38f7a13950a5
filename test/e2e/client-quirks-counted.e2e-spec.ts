import { Injectable, Module } from '@nestjs/common';
import { ClientQuirkObserver, type ToleratedRequest } from '../../src/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import { CLIENT_QUIRKS } from '../../src/transport/client-quirks/index.js';
import { readMarkdown } from '../support/docs/snippets.js';
import { eventually } from '../support/eventually.js';
import { startRookery } from '../support/servers/rookery.js';
import { ServerProcess } from '../support/servers/server-process.js';
import {
  BOTH,
  counted,
  countQuirks,
  initialize,
  open,
  PING,
  postBytes,
} from '../support/wire/quirky-client.js';

describe('Without sessions', () => {
  it('what is tolerated has the name of a client only where initialize says it', async () => {
    await using server = await startRookery({ STREAMABLE_SESSIONS: 'off' });
    await postBytes(server.url, ['MCP-Protocol-Version: 2025-11-25, 2025-11-25', BOTH], PING);
    await postBytes(server.url, [], initialize('2025-11-25'));
    const expected = { [counted('protocol-version-doubled', '')]: 1, [counted('accept-missing')]: 1 };
    await eventually(
      async () => Object.fromEntries(await countQuirks(server.url)),
      (found) => Object.keys(found).length === 2,
    );
    expect(Object.fromEntries(await countQuirks(server.url))).toEqual(expected);
  });
});

const seen: ToleratedRequest[] = [];

@Injectable()
class QuirkDiary extends ClientQuirkObserver {
  requestTolerated(tolerated: ToleratedRequest): void {
    seen.push(tolerated);
  }
}

@Module({ imports: [SamplesModule], providers: [QuirkDiary] })
class ObservedModule {}

describe('What is tolerated', () => {
  it("is told to an app's observer, with who sent it", async () => {
    await using server = await startRookery({}, ObservedModule);
    const session = await open(server.url);
    await postBytes(server.url, [session, BOTH], PING);
    expect(seen).toMatchObject([
      {
        quirk: 'protocol-version-missing',
        client: { name: 'a quirky client', version: '7' },
        source: { caller: { principal: { id: 'anonymous' } } },
      },
    ]);
  });

  it('is logged at debug for the first request of each quirk and client', async () => {
    await using server = ServerProcess.start({ LOG_LEVEL: 'debug' });
    const url = await server.url();
    const session = await open(url);
    for (const headers of [[BOTH], [BOTH], ['Accept: */*']])
      await postBytes(url, [session, ...headers], PING);
    const logged = (): unknown[] =>
      server.log
        .filter(({ msg }) => msg === 'client quirk tolerated')
        .map(({ quirk, client }) => [quirk, client]);
    await server.waitForLog(({ quirk }) => quirk === 'accept-wildcard');
    expect(logged()).toEqual([
      ['protocol-version-missing', 'a quirky client'],
      ['accept-wildcard', 'a quirky client'],
    ]);
  });

  it('has fifty names of clients at most', async () => {
    await using server = await startRookery({ RATE_LIMIT: 'off', STREAMABLE_SESSIONS: 'off' });
    for (let count = 0; count < 60; count++)
      await postBytes(server.url, [], initialize('2025-11-25', `made-up-${count}`));
    const found = await eventually(
      () => countQuirks(server.url),
      (samples) => [...samples.values()].reduce((sum, value) => sum + value, 0) === 60,
    );
    expect(found.size).toBe(51);
    expect(found.get(counted('accept-missing', 'other'))).toBe(10);
  });

  it('is in the reference, name by name', () => {
    const [, section] = readMarkdown('docs/reference/metrics.md').split('\n## Quirks\n');
    const names = [...section!.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name);
    expect(names.filter((name) => name !== 'quirk')).toEqual([...CLIENT_QUIRKS]);
  });
});
