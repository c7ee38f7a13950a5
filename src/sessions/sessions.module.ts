import { Module } from '@nestjs/common';
import { JsonRpcModule } from '../json-rpc/index.js';
import { SessionsService } from './sessions.service.js';

/**
 * Sessions, in the memory of this replica. {@link SessionsOptions}, {@link Availability} and
 * {@link StreamObserver} are optional: a global module that exports them binds them.
 */
@Module({ imports: [JsonRpcModule], providers: [SessionsService], exports: [SessionsService] })
export class SessionsModule {}
