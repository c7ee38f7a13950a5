import { Global, Module } from '@nestjs/common';
import { JsonRpcModule } from '../json-rpc/index.js';
import { NestHostModule } from '../nest-host/index.js';
import { OpenStreams } from './open-streams.js';
import { SessionBroadcast } from './session-broadcast.js';
import { SessionPings } from './session-pings.js';
import { SessionsService } from './sessions.service.js';
import { SessionObservers } from './session-observer.js';

/**
 * Sessions, in the memory of this replica. {@link SessionsOptions} and {@link Availability} are optional: a global module
 * that exports them binds them.
 */
@Global()
@Module({
  imports: [JsonRpcModule, NestHostModule],
  providers: [OpenStreams, SessionBroadcast, SessionPings, SessionsService, SessionObservers],
  exports: [OpenStreams, SessionsService, SessionObservers],
})
export class SessionsModule {}
