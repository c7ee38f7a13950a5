import { Module } from '@nestjs/common';
import { AdmissionModule } from '../admission/index.js';
import { ClientQuirksModule } from '../client-quirks/index.js';
import { PostReplyModule } from '../post-reply/index.js';
import { StatelessHttpTransport } from './stateless-http-transport.js';

/**
 * The wire of revision 2026-07-28. {@link StatelessHttpOptions} and {@link ServedRevisions} are optional: a global module that
 * exports them binds them.
 */
@Module({
  imports: [AdmissionModule, ClientQuirksModule, PostReplyModule],
  providers: [StatelessHttpTransport],
  exports: [AdmissionModule, StatelessHttpTransport],
})
export class StatelessHttpModule {}
