import { Module } from '@nestjs/common';
import { JsonRpcModule } from '../../json-rpc/index.js';
import { SessionsModule } from '../../sessions/index.js';
import { AdmissionModule } from '../admission/index.js';
import { EventStreamModule } from '../event-stream/index.js';
import { HttpSseTransport } from './http-sse-transport.js';

/** The wire of revision 2024-11-05. {@link HttpSseOptions} are optional: a global module that exports them binds them. */
@Module({
  imports: [AdmissionModule, EventStreamModule, JsonRpcModule, SessionsModule],
  providers: [HttpSseTransport],
  exports: [AdmissionModule, HttpSseTransport],
})
export class HttpSseModule {}
