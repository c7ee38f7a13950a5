import { Global, Module } from '@nestjs/common';
import { JsonRpcModule, OpenLinks } from '../json-rpc/index.js';
import { SessionsService } from './sessions.service.js';

/**
 * Sessions, in the memory of this replica: the {@link OpenLinks} of every module. {@link SessionsOptions},
 * {@link Availability} and {@link StreamObserver} are optional: a global module that exports them binds them.
 */
@Global()
@Module({
  imports: [JsonRpcModule],
  providers: [SessionsService, { provide: OpenLinks, useExisting: SessionsService }],
  exports: [SessionsService, OpenLinks],
})
export class SessionsModule {}
