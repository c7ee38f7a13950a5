import { Module } from '@nestjs/common';
import { FeaturesModule } from '../features/index.js';
import { JsonRpcModule } from '../json-rpc/index.js';
import { GetPromptHandler } from './get-prompt.handler.js';
import { ListPromptsHandler } from './list-prompts.handler.js';
import { PromptRegistry } from './prompt-registry.js';

/** Prompts: the `@Prompt` methods of every provider, `prompts/list` and `prompts/get`. */
@Module({
  imports: [JsonRpcModule, FeaturesModule],
  providers: [PromptRegistry, ListPromptsHandler, GetPromptHandler],
  exports: [PromptRegistry],
})
export class PromptsModule {}
