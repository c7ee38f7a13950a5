import { Module } from '@nestjs/common';
import { FeaturesModule } from '../features/index.js';
import { JsonRpcModule } from '../json-rpc/index.js';
import { SetLevelHandler } from './set-level.handler.js';

/** Log messages to the client: `logging/setLevel`. */
@Module({ imports: [JsonRpcModule, FeaturesModule], providers: [SetLevelHandler] })
export class LoggingModule {}
