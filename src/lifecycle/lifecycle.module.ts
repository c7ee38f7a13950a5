import { Module } from '@nestjs/common';
import { FeaturesModule } from '../features/index.js';
import { JsonRpcModule } from '../json-rpc/index.js';
import { DiscoverHandler } from './discover.handler.js';
import { InitializeHandler } from './initialize.handler.js';
import { PingHandler } from './ping.handler.js';

/** `initialize`, `server/discover` and `ping`. */
@Module({
  imports: [JsonRpcModule, FeaturesModule],
  providers: [DiscoverHandler, InitializeHandler, PingHandler],
})
export class LifecycleModule {}
