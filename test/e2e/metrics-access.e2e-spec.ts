import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { UNAUTHENTICATED } from '../../src/callers/index.js';
import { AccessError, Authenticator, FloodLimit, McpModule, type Principal } from '../../src/index.js';
import { MetricsModule } from '../../src/metrics/index.js';
import { UnavailableError } from '../../src/protocol/index.js';
import { startRookery } from '../support/servers/rookery.js';
import { send } from '../support/wire/http.js';

/** Believes whatever the headers say. */
class HeaderAuthenticator extends Authenticator {
  async authenticate({ headers }: IncomingMessage): Promise<Principal> {
    await Promise.resolve();
    const { 'x-user': id, 'x-scopes': scopes = '' } = headers;
    if (id === 'mallory') throw new AccessError('unauthenticated', 'Wrong credentials');
    return typeof id === 'string' ? { id, scopes: String(scopes).split(' ') } : UNAUTHENTICATED;
  }
}

/** Takes three wrong credentials. */
class ThreeGuesses extends FloodLimit {
  private count = 0;

  admitRequest(): void {}

  refuse(address: string): void {
    if (++this.count > 3) throw new UnavailableError('rate-limited', `Too many from ${address}`, 1);
  }
}

@Global()
@Module({
  providers: [
    { provide: Authenticator, useClass: HeaderAuthenticator },
    { provide: FloodLimit, useClass: ThreeGuesses },
  ],
  exports: [Authenticator, FloodLimit],
})
class AuthModule {}

async function start(managementOnly: boolean): Promise<NestExpressApplication> {
  @Module({ imports: [AuthModule, McpModule.forRoot(), MetricsModule.forRoot({ managementOnly })] })
  class App {}
  const app = await NestFactory.create<NestExpressApplication>(App, { logger: false });
  await app.listen(0, '127.0.0.1');
  return app;
}

describe('Metrics, where callers have to say who they are', () => {
  it.each<[string, Record<string, string>, number]>([
    ['refused to nobody', {}, 401],
    ['refused to wrong credentials', { 'x-user': 'mallory' }, 401],
    ['refused without the scope', { 'x-user': 'ann', 'x-scopes': 'read metrics:read' }, 403],
    ['shown with it', { 'x-user': 'prometheus', 'x-scopes': 'metrics' }, 200],
  ])('are %s', async (_, headers, status) => {
    const app = await start(false);
    const answer = await send(`${await app.getUrl()}/metrics`, { headers });
    expect([answer.status, answer.text.includes('rookery_ready')]).toEqual([status, status === 200]);
    const counted = await send(`${await app.getUrl()}/metrics`, {
      headers: { 'x-user': 'prometheus', 'x-scopes': 'metrics' },
    });
    if (status !== 200) expect(counted.text).toContain(`rookery_requests_denied_total{status="${status}"} 1`);
    await app.close();
  });

  it('count wrong credentials as the MCP routes do', async () => {
    const app = await start(false);
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++)
      statuses.push(
        (await send(`${await app.getUrl()}/metrics`, { headers: { 'x-user': 'mallory' } })).status,
      );
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    await app.close();
  });

  it('are shown to the token of the service that has the scope', async () => {
    const token = 't'.repeat(43);
    const other = 'u'.repeat(43);
    const line = (name: string, secret: string, scopes: string): string =>
      `${name}:${createHash('sha256').update(secret).digest('hex')}:${scopes}`;
    await using server = await startRookery({
      AUTH: 'bearer',
      AUTH_TOKENS: `${line('prometheus', token, 'metrics')}\n${line('ann', other, 'read')}`,
    });
    const statusWith = async (headers: Record<string, string>): Promise<number> =>
      (await send(`${server.url}/metrics`, { headers })).status;
    expect(await statusWith({ authorization: `Bearer ${token}` })).toBe(200);
    expect(await statusWith({ authorization: `Bearer ${other}` })).toBe(403);
    expect(await statusWith({ authorization: `Bearer ${'x'.repeat(43)}` })).toBe(401);
    expect(await statusWith({})).toBe(401);
    // Prometheus names a pod by its address.
    expect(await statusWith({ authorization: `Bearer ${token}`, host: '10.0.0.7:8000' })).toBe(200);
    expect(await statusWith({ authorization: `Bearer ${other}`, host: '10.0.0.7:8000' })).toBe(403);
    expect(await statusWith({ host: '10.0.0.7:8000' })).toBe(403);
    expect((await send(`${server.url}/health`)).status).toBe(200);
  });

  it('are not there for anybody where they have a port of their own', async () => {
    const app = await start(true);
    const headers = { 'x-user': 'prometheus', 'x-scopes': 'metrics' };
    expect((await send(`${await app.getUrl()}/metrics`, { headers })).status).toBe(404);
    await app.close();
  });
});
