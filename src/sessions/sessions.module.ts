import { Global, Module } from '@nestjs/common';
import { JsonRpcModule, OpenPeers } from '../json-rpc/index.js';
import { SessionsService } from './sessions.service.js';
import { StreamObservers } from './stream-observer.js';

/**
 * Sessions, in the memory of this replica: the {@link OpenPeers} of every module. {@link SessionsOptions},
 * {@link Availability} and {@link StreamObserver} are optional: a global module that exports them binds them.
 */
@Global()
@Module({
  imports: [JsonRpcModule],
  providers: [SessionsService, StreamObservers, { provide: OpenPeers, useExisting: SessionsService }],
  exports: [SessionsService, StreamObservers, OpenPeers],
})
export class SessionsModule {}
