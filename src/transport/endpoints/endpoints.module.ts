import { type DynamicModule, Module, type OnModuleInit, type Type } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { AppRoutes, NestHostModule } from '../../nest-host/index.js';
import type { Wire } from '../../protocol/index.js';
import { HttpSseModule } from '../http-sse/index.js';
import { SessionlessPostModule } from '../sessionless-post/index.js';
import { StatelessHttpModule } from '../stateless-http/index.js';
import { StreamableHttpModule } from '../streamable-http/index.js';
import { McpEndpoint } from './mcp-endpoint.js';
import { McpController } from './mcp.controller.js';
import { messageControllerAt } from './message.controller.js';
import { refuseConflicts } from './refuse-conflicts.js';
import { RootController } from './root.controller.js';
import type { ServedPaths } from './served-paths.js';
import { SseController } from './sse.controller.js';
import { UnservedMcpController } from './unserved-mcp.controller.js';
import { WrongUrl } from './wrong-url.js';

/** Those that share the URL of {@link McpController}. */
const MCP_WIRES = ['streamable-http', 'stateless-http'] as const satisfies readonly Wire[];

/** What is routed, and where. */
export interface Endpoints {
  /** Those whose URLs are routed. */
  readonly wires: readonly Wire[];
  readonly paths: ServedPaths;
  /** In front of every route, behind the app's global prefix; empty for nothing. */
  readonly path: string;
}

/** The URLs of wires. {@link ServedWires} and {@link ServedPaths} have to be bound: a global module exports them. */
@Module({
  imports: [HttpSseModule, NestHostModule, SessionlessPostModule, StatelessHttpModule, StreamableHttpModule],
  providers: [McpEndpoint, WrongUrl],
})
export class EndpointsModule implements OnModuleInit {
  constructor(private readonly routes: AppRoutes) {}

  static forRoot({ wires, paths, path }: Endpoints): DynamicModule {
    const candidates: [controller: Type, wires: readonly Wire[]][] = [
      [SseController, ['http-sse', ...MCP_WIRES]],
      [messageControllerAt(paths.messagePaths), ['http-sse', 'sessionless-post']],
      [McpController, MCP_WIRES],
    ];
    const served = candidates.filter(([, own]) => own.some((wire) => wires.includes(wire)));
    const controllers = served.map(([controller]) => controller);
    return {
      module: EndpointsModule,
      imports: path === '' ? [] : [RouterModule.register([{ path, module: EndpointsModule }])],
      controllers: paths.hasRoot ? [RootController, ...controllers, ...unservedOf(wires)] : controllers,
    };
  }

  /** @throws ConfigurationError for a route of the app that is one of these too */
  onModuleInit(): void {
    refuseConflicts(this.routes.list(), EndpointsModule);
  }
}

/** An app may need the path itself; one that has the bare URL for the server has nothing else there. */
function unservedOf(wires: readonly Wire[]): Type[] {
  const isServed = MCP_WIRES.some((wire) => wires.includes(wire));
  return wires.includes('http-sse') && !isServed ? [UnservedMcpController] : [];
}
