import { Module } from '@nestjs/common';
import { NestHostModule } from '../nest-host/index.js';
import { AccessRules } from './access-rules.js';
import { CapabilitiesRegistry } from './capabilities-registry.js';
import { CompletionSources } from './completion-sources.js';
import { CurrentMcpContext, McpContextStorage } from './current-mcp-context.js';
import { DecoratedMethodsExplorer } from './decorated-methods-explorer.js';
import { MethodPipeline } from './method-pipeline.js';
import { ToolObservers } from './tool-observer.js';

const PROVIDERS = [
  AccessRules,
  CapabilitiesRegistry,
  CompletionSources,
  CurrentMcpContext,
  DecoratedMethodsExplorer,
  McpContextStorage,
  MethodPipeline,
  ToolObservers,
];

/** What the MCP features share: capabilities, lists and their changes, finding decorated methods and running them. */
@Module({
  imports: [NestHostModule],
  providers: PROVIDERS,
  exports: PROVIDERS,
})
export class FeaturesModule {}
