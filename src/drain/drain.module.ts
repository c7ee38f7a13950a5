import { Global, Module } from '@nestjs/common';
import { CallGate, JsonRpcModule } from '../json-rpc/index.js';
import { Availability, SessionsModule } from '../sessions/index.js';
import { DrainState } from './drain-state.js';
import { DrainGate } from './drain.gate.js';
import { DrainService } from './drain.service.js';

/** The shutdown: binds {@link Availability} and {@link CallGate} for every module. */
@Global()
@Module({
  imports: [JsonRpcModule, SessionsModule],
  providers: [
    DrainState,
    DrainService,
    { provide: Availability, useExisting: DrainState },
    { provide: CallGate, useClass: DrainGate },
  ],
  exports: [Availability, CallGate],
})
export class DrainModule {}
