import { Module } from '@nestjs/common';
import { FeaturesModule } from '../features/index.js';
import { JsonRpcModule } from '../json-rpc/index.js';
import { CompleteHandler } from './complete.handler.js';
import { CompletionRegistry } from './completion-registry.js';

/** Completion of arguments: the `@Complete` methods of every provider, enums and booleans, `completion/complete`. */
@Module({
  imports: [JsonRpcModule, FeaturesModule],
  providers: [CompletionRegistry, CompleteHandler],
})
export class CompletionModule {}
