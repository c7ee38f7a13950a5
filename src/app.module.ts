import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { toMcpOptions } from './app.options.js';
import type { AppConfig } from './config/index.js';
import { HealthModule } from './health/index.js';
import { LandingModule } from './landing/index.js';
import { McpModule } from './mcp.module.js';
import { ObservabilityModule, type PinoLogger } from './observability/index.js';
import { EndpointsModule } from './transport/endpoints/index.js';

/** The deployable service: the MCP server with all that surrounds it, and the tools of one module. */
@Module({})
export class AppModule {
  static forRoot(toolsModule: Type, config: AppConfig, logger: PinoLogger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ObservabilityModule.forRoot(logger),
        McpModule.forRoot(toMcpOptions(config)),
        EndpointsModule,
        LandingModule,
        HealthModule,
        toolsModule,
      ],
    };
  }
}
