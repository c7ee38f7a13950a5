import { type DynamicModule, Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { RevocationModule } from '../auth/revocation.module.js';
import type { AppConfig } from '../config/index.js';
import { HealthModule } from '../health/index.js';
import { LandingModule } from '../landing/index.js';
import { McpModule } from '../mcp.module.js';
import { MetricsModule } from '../metrics/index.js';
import { ObservabilityModule, type PinoLogger } from '../observability/index.js';
import { ThrottlingModule } from '../throttling/index.js';
import { TracingModule } from '../tracing/index.js';
import { ALIASES } from '../transport/endpoints/index.js';
import { StdioModule } from '../transport/stdio/index.js';
import { asksForTokens } from './credentials.js';
import {
  toAuthOptions,
  toMcpOptions,
  toServerOptions,
  toThrottlingOptions,
  toTracingOptions,
} from './options-from-config.js';
import type { RookeryOptions, ToolsModule } from './rookery.options.js';

/** The deployable service: the MCP server with all that surrounds it, and the tools of one module. */
@Module({})
export class AppModule {
  static forRoot(
    toolsModule: ToolsModule,
    config: AppConfig,
    logger: PinoLogger,
    { directRoutes, server: given }: Pick<RookeryOptions, 'directRoutes' | 'server'>,
  ): DynamicModule {
    const server = toServerOptions(config, given);
    const tracing = toTracingOptions(config, server);
    return {
      module: AppModule,
      imports: [
        ObservabilityModule.forRoot(logger),
        McpModule.forRoot({ ...toMcpOptions(config, server), aliases: ALIASES, directRoutes }),
        RevocationModule,
        ...(asksForTokens(config.AUTH) ? [AuthModule.forRoot(toAuthOptions(config))] : []),
        StdioModule,
        LandingModule,
        HealthModule,
        MetricsModule.forRoot({
          managementOnly: config.MANAGEMENT_PORT >= 0,
          droppedLogLines: () => logger.output.droppedLines,
        }),
        ...(tracing ? [TracingModule.forRoot(tracing)] : []),
        toolsModule,
        // Behind the module of tools: if that is global, what it binds itself comes first.
        ThrottlingModule.forRoot(toThrottlingOptions(config)),
      ],
    };
  }
}
