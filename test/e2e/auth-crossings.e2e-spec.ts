import { Injectable, Module } from '@nestjs/common';
import { IsString } from 'class-validator';
import { McpContext, Tool } from '../../src/index.js';
import { OAuthIssuer } from '../support/auth/oauth-issuer.js';
import { bearer, linesOf, newToken } from '../support/auth/tokens.js';
import { startRookery } from '../support/servers/rookery.js';
import { Hammer } from '../support/wire/hammer.js';

/** `ROOKERY_TEST_HAMMER_SECONDS` makes the run longer. */
const DURATION_MS = Number(process.env['ROOKERY_TEST_HAMMER_SECONDS'] ?? 5) * 1000;
const STREAMS_EACH = 8;

class TagInput {
  @IsString()
  text!: string;
}

@Injectable()
class TagTool {
  /** Takes a turn of the event loop, so that calls of both principals run at the same time. */
  @Tool()
  async tag({ text }: TagInput, @McpContext() { principal }: McpContext): Promise<string> {
    const { id } = principal;
    await new Promise((resolve) => setImmediate(resolve));
    if (principal.id !== id) throw new Error('The principal has changed');
    return `${id.replace(/^.*#/, '')}: ${text}`;
  }
}

@Module({ providers: [TagTool] })
class TagModule {}

function show(name: string, report: object): void {
  if (process.env['ROOKERY_TEST_HAMMER_SECONDS']) process.stderr.write(`${name} ${JSON.stringify(report)}\n`);
}

describe('Two principals at one server, with equal ids and the keys of each other', () => {
  it('never meet, with static tokens', async () => {
    const [ann, bob] = [newToken('ann'), newToken('bob')];
    await using server = await startRookery(
      { AUTH: 'bearer', AUTH_TOKENS: linesOf(ann, bob), RATE_LIMIT: 'off' },
      TagModule,
    );
    const hammer = new Hammer(server.url, [
      ['ann', ann.headers],
      ['bob', bob.headers],
    ]);
    const report = await hammer.run(DURATION_MS, STREAMS_EACH);
    show('bearer', report);
    expect(report.crossings).toEqual([]);
    expect(Math.min(report.answered, report.foreign)).toBeGreaterThan(100);
  });

  it('never meet, with JSON Web Tokens', async () => {
    await using issuer = await OAuthIssuer.start('ES256');
    const environment = { JWT_ISSUER: issuer.url, JWT_JWKS_URL: issuer.jwksUrl, JWT_AUDIENCE: 'rookery' };
    await using server = await startRookery({ AUTH: 'jwt', RATE_LIMIT: 'off', ...environment }, TagModule);
    const headersOf = async (sub: string): Promise<Record<string, string>> =>
      bearer(await issuer.sign({ sub, aud: 'rookery' }));
    const hammer = new Hammer(server.url, [
      ['ann', await headersOf('ann')],
      ['bob', await headersOf('bob')],
    ]);
    const report = await hammer.run(DURATION_MS, STREAMS_EACH);
    show('jwt', report);
    expect(report.crossings).toEqual([]);
    expect(Math.min(report.answered, report.foreign)).toBeGreaterThan(100);
  });
});
