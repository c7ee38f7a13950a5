import type { IncomingMessage } from 'node:http';
import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AccessError, Authenticator, McpModule, type Principal } from '../../src/index.js';
import { UNAUTHENTICATED } from '../../src/json-rpc/index.js';
import { MetricsModule } from '../../src/metrics/index.js';
import { send } from '../support/http.js';

/** Believes whatever the headers say. */
class HeaderAuthenticator extends Authenticator {
  async authenticate({ headers }: IncomingMessage): Promise<Principal> {
    await Promise.resolve();
    const { 'x-user': id, 'x-scopes': scopes = '' } = headers;
    if (id === 'mallory') throw new AccessError('unauthenticated', 'Wrong credentials');
    return typeof id === 'string' ? { id, scopes: String(scopes).split(' ') } : UNAUTHENTICATED;
  }
}

@Global()
@Module({
  providers: [{ provide: Authenticator, useClass: HeaderAuthenticator }],
  exports: [Authenticator],
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

  it('are not there for anybody where they have a port of their own', async () => {
    const app = await start(true);
    const headers = { 'x-user': 'prometheus', 'x-scopes': 'metrics' };
    expect((await send(`${await app.getUrl()}/metrics`, { headers })).status).toBe(404);
    await app.close();
  });
});
