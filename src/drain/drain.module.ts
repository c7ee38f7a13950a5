import { Global, Module } from '@nestjs/common';
import { Availability } from '../availability/index.js';
import { HttpEdgeModule } from '../http-edge/index.js';
import { GivesWay, JsonRpcModule } from '../json-rpc/index.js';
import { NestHostModule } from '../nest-host/index.js';
import { SessionsModule } from '../sessions/index.js';
import { DrainState } from './drain-state.js';
import { DrainService } from './drain.service.js';

/** The shutdown: binds {@link Availability} for every module. */
@GivesWay(Availability)
@Global()
@Module({
  imports: [HttpEdgeModule, JsonRpcModule, NestHostModule, SessionsModule],
  providers: [DrainState, DrainService, { provide: Availability, useExisting: DrainState }],
  exports: [Availability],
})
export class DrainModule {}
