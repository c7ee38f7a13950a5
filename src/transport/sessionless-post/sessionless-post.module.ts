import { Module } from '@nestjs/common';
import { AdmissionModule } from '../admission/index.js';
import { PostReplyModule } from '../post-reply/index.js';
import { SessionlessPostTransport } from './sessionless-post-transport.js';

/** The wire of POSTs without a session. */
@Module({
  imports: [AdmissionModule, PostReplyModule],
  providers: [SessionlessPostTransport],
  exports: [AdmissionModule, SessionlessPostTransport],
})
export class SessionlessPostModule {}
