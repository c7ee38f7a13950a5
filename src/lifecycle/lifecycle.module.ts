import { Module } from '@nestjs/common';
import { FeaturesModule } from '../features/index.js';
import { JsonRpcModule } from '../json-rpc/index.js';
import { InitializeHandler } from './initialize.handler.js';
import { PingHandler } from './ping.handler.js';

/** `initialize` and `ping`. */
@Module({
  imports: [JsonRpcModule, FeaturesModule],
  providers: [InitializeHandler, PingHandler],
})
export class LifecycleModule {}
