import { Global, Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/index.js';
import { Revocation } from './revocation.js';
import { VerifiedTokens } from './verified-tokens.js';

/** {@link Revocation} for every module, also while nobody is asked for credentials. */
@Global()
@Module({
  imports: [SessionsModule],
  providers: [Revocation, VerifiedTokens],
  exports: [Revocation, VerifiedTokens],
})
export class RevocationModule {}
