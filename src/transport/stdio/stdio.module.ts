import { Module } from '@nestjs/common';
import { JsonRpcModule } from '../../json-rpc/index.js';
import { SessionsModule } from '../../sessions/index.js';
import { AdmissionModule } from '../admission/index.js';
import { StdioTransport } from './stdio-transport.js';

/** The wire of a process that serves the one client that started it. */
@Module({
  imports: [AdmissionModule, JsonRpcModule, SessionsModule],
  providers: [StdioTransport],
  exports: [StdioTransport],
})
export class StdioModule {}
