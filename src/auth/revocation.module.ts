import { Global, Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/index.js';
import { CredentialSources } from '../transport/admission/index.js';
import { Revocation } from './revocation.js';
import { VerifiedTokens } from './verified-tokens.js';

/** {@link Revocation} and {@link CredentialSources} for every module, also while nobody is asked for credentials. */
@Global()
@Module({
  imports: [SessionsModule],
  providers: [CredentialSources, Revocation, VerifiedTokens],
  exports: [CredentialSources, Revocation, VerifiedTokens],
})
export class RevocationModule {}
