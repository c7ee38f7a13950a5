import { Module } from '@nestjs/common';
import { JsonRpcModule } from '../../json-rpc/index.js';
import { SessionsModule } from '../../sessions/index.js';
import { AdmissionModule } from '../admission/index.js';
import { ClientQuirksModule } from '../client-quirks/index.js';
import { EventStreamModule } from '../event-stream/index.js';
import { PostReplyModule } from '../post-reply/index.js';
import { StreamableHttpTransport } from './streamable-http-transport.js';

/**
 * The wire of the revisions from 2025-03-26 to 2025-11-25. {@link StreamableHttpOptions} are optional: a global module that
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
  providers: [StreamableHttpTransport],
  exports: [AdmissionModule, StreamableHttpTransport],
})
export class StreamableHttpModule {}
