import { Module } from '@nestjs/common';
import { JsonRpcModule } from '../../json-rpc/index.js';
import { SessionsModule } from '../../sessions/index.js';
import { AdmissionModule } from '../admission/index.js';
import { ClientQuirksModule } from '../client-quirks/index.js';
import { EventStreamModule } from '../event-stream/index.js';
import { PostReplyModule } from '../post-reply/index.js';
import { StatelessHttpTransport } from './stateless-http-transport.js';
import { SubscriptionStreams } from './subscription-streams.service.js';

/**
 * The wire of revision 2026-07-28. {@link StatelessHttpOptions} and {@link ServedRevisions} are optional: a global module that
 * exports them binds them.
 */
@Module({
  imports: [
    AdmissionModule,
    ClientQuirksModule,
    EventStreamModule,
    JsonRpcModule,
    PostReplyModule,
    SessionsModule,
  ],
  providers: [StatelessHttpTransport, SubscriptionStreams],
  exports: [AdmissionModule, StatelessHttpTransport],
})
export class StatelessHttpModule {}
