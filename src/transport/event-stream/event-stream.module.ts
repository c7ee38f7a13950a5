import { Module } from '@nestjs/common';
import { HttpEdgeModule } from '../../http-edge/index.js';
import { EventStreams } from './event-streams.service.js';
import { HeartbeatWheel } from './heartbeat-wheel.js';
import { PendingBytesBudget } from './pending-bytes-budget.js';

/** SSE responses. {@link EventStreamOptions} are optional: a global module that exports them binds them. */
@Module({
  imports: [HttpEdgeModule],
  providers: [EventStreams, HeartbeatWheel, PendingBytesBudget],
  exports: [EventStreams, PendingBytesBudget],
})
export class EventStreamModule {}
