import { Module } from '@nestjs/common';
import { FeaturesModule } from '../features/index.js';
import { JsonRpcModule } from '../json-rpc/index.js';
import { CallToolHandler } from './call-tool.handler.js';
import { ListToolsHandler } from './list-tools.handler.js';
import { ToolRegistry } from './tool-registry.js';

/** Tools: the `@Tool` methods of every provider, `tools/list` and `tools/call`. */
@Module({
  imports: [JsonRpcModule, FeaturesModule],
  providers: [ToolRegistry, ListToolsHandler, CallToolHandler],
  exports: [ToolRegistry],
})
export class ToolsModule {}
