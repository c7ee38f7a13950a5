import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AuthModule, type AuthModuleOptions } from '../../src/auth/index.js';
import { ENVIRONMENT } from '../../src/config/index.js';
import { McpModule } from '../../src/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import { startRookery } from '../support/servers/rookery.js';
import { ROOT } from '../support/servers/server-process.js';
import { post, rpc } from '../support/wire/http.js';

/** An app of its own. @throws ConfigurationError */
async function start(auth?: AuthModuleOptions): Promise<NestExpressApplication> {
  @Module({
    imports: [
      McpModule.forRoot({ aliases: ['/message'] }),
      ...(auth ? [AuthModule.forRoot(auth)] : []),
      SamplesModule,
    ],
  })
  class App {}
  const app = await NestFactory.create<NestExpressApplication>(App, { logger: false, abortOnError: false });
  await app.listen(0, '127.0.0.1');
  return app;
}

const issuer = 'https://id.example';
const jwksUrl = 'https://id.example/keys';

describe('A message in an app of its own names options', () => {
  it.each<[string, AuthModuleOptions]>([
    ['AuthModule needs `bearer.token`, `bearer.tokens` or `bearer.tokensFile`, or a TokenVerifier', {}],
    ['`bearer.token` must have at least 32 characters', { bearer: { token: 'short' } }],
    ['`bearer.tokens`, line 1 must be principal:sha256hex', { bearer: { tokens: 'ann' } }],
    ['`bearer.tokens` has no token', { bearer: { tokens: '# none' } }],
    ['`bearer.tokensFile` cannot be read: ', { bearer: { tokensFile: '/no/such/file' } }],
    ['AuthModule needs `jwt.issuer`', { jwt: {} }],
    ['AuthModule needs `jwt.jwksUrl`', { jwt: { issuer } }],
    ['AuthModule needs `publicUrl` or `jwt.audience`', { jwt: { issuer, jwksUrl } }],
    ['`jwt.jwksUrl` must be an https URL', { jwt: { issuer, jwksUrl: 'ftp://id', audience: ['a'] } }],
    [
      '`jwt.algorithms` may only have asymmetric ones',
      { jwt: { issuer, jwksUrl, audience: ['a'], algorithms: ['HS256'] } },
    ],
  ])('%s', async (message, options) => {
    await expect(start(options)).rejects.toThrow(message);
  });

  it.each([
    ['host', 'Host "evil.example" is not allowed. Add it to `edge.allowedHosts` of McpModule'],
    ['origin', 'Origin "evil.example" is not allowed. Add it to `edge.allowedOrigins` of McpModule'],
  ])('where the %s of a request is foreign', async (header, message) => {
    const app = await start();
    const refused = await post(`${await app.getUrl()}/message`, rpc(1, 'ping'), { [header]: 'evil.example' });
    expect(refused.json).toMatchObject({ error: { message } });
    await app.close();
  });
});

describe('A message of the service names variables', () => {
  it.each([
    ['host', 'Host "evil.example" is not allowed. Add it to ALLOWED_HOSTS, or set PUBLIC_URL'],
    [
      'origin',
      'Origin "evil.example" is not allowed. Add it to ALLOWED_ORIGINS (`edge.allowedOrigins` of McpModule)',
    ],
  ])('where the %s of a request is foreign', async (header, message) => {
    await using server = await startRookery();
    const refused = await post(`${server.url}/message`, rpc(1, 'ping'), { [header]: 'evil.example' });
    expect(refused.json).toMatchObject({ error: { message } });
  });
});

/** What only the service and its programs run, which the environment configures. */
const OF_THE_SERVICE = /^(cli|config|service)\//;

describe('The text of a module', () => {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => /(?<!\.spec)\.ts$/.test(file) && !OF_THE_SERVICE.test(file),
  );
  const variables = Object.values(ENVIRONMENT).flatMap((group) => Object.keys(group));
  const named = new RegExp(`\\b(?:${variables.filter((name) => name.includes('_')).join('|')})\\b|\\bAUTH=`);

  it('names no environment variable', () => {
    expect(files.length).toBeGreaterThan(200);
    const found = files.flatMap((file) => {
      const source = readFileSync(join(ROOT, 'src', file), 'utf8').replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
      const texts = source.match(/'[^'\n]*'|`[^`]*`/g) ?? [];
      return texts.filter((text) => named.test(text)).map((text) => `${file}: ${text}`);
    });
    expect(found).toEqual([]);
  });
});
