import { Global, Module } from '@nestjs/common';
import { JsonRpcModule, OpenLinks } from '../json-rpc/index.js';
import { SessionsService } from './sessions.service.js';
import { StreamObservers } from './stream-observer.js';

/**
 * Sessions, in the memory of this replica: the {@link OpenLinks} of every module. {@link SessionsOptions},
 * {@link Availability} and {@link StreamObserver} are optional: a global module that exports them binds them.
 */
@Global()
@Module({
  imports: [JsonRpcModule],
  providers: [SessionsService, StreamObservers, { provide: OpenLinks, useExisting: SessionsService }],
  exports: [SessionsService, StreamObservers, OpenLinks],
})
export class SessionsModule {}
