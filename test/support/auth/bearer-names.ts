import type { IncomingMessage } from 'node:http';
import { Global, Module } from '@nestjs/common';
import { AccessError, Authenticator, type Principal } from '../../../src/index.js';
import { SamplesModule } from '../../../src/samples/index.js';

/** `Bearer <name>` is a principal, but for `wrong`. */
class NameAuthenticator extends Authenticator {
  authenticate({ headers }: IncomingMessage): Principal {
    const [, id] = /^Bearer (\w+)$/.exec(headers.authorization ?? '') ?? [];
    if (id === undefined || id === 'wrong') throw new AccessError('unauthenticated', 'Who are you?');
    return { id, scopes: [] };
  }
}

@Global()
@Module({
  imports: [SamplesModule],
  providers: [{ provide: Authenticator, useClass: NameAuthenticator }],
  exports: [Authenticator],
})
export class BearerNamesModule {}
