import { type DynamicModule, Module, type OnModuleInit, type Type } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { AppRoutes, NestHostModule } from '../../nest-host/index.js';
import type { Wire } from '../../protocol/index.js';
import { HttpSseModule } from '../http-sse/index.js';
import { SessionlessPostModule } from '../sessionless-post/index.js';
import { StreamableHttpModule } from '../streamable-http/index.js';
import { McpController } from './mcp.controller.js';
import { messageControllerAt } from './message.controller.js';
import { MCP_PATH, SSE_PATH } from './paths.js';
import { refuseConflicts } from './refuse-conflicts.js';
import { RootController } from './root.controller.js';
import { ServedMethods } from './served-methods.js';
import type { ServedPaths } from './served-paths.js';
import { SseController } from './sse.controller.js';
import { unservedControllerAt } from './unserved.controller.js';
import { WrongUrl } from './wrong-url.js';

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
  imports: [HttpSseModule, NestHostModule, SessionlessPostModule, StreamableHttpModule],
  providers: [ServedMethods, WrongUrl],
})
export class EndpointsModule implements OnModuleInit {
  constructor(private readonly routes: AppRoutes) {}

  static forRoot({ wires, paths, path }: Endpoints): DynamicModule {
    const candidates: [wires: readonly Wire[], served: Type, unserved: readonly Type[]][] = [
      [['http-sse', 'streamable-http'], SseController, [unservedControllerAt(SSE_PATH, 'http-sse')]],
      [
        ['http-sse', 'sessionless-post'],
        messageControllerAt(paths.messagePaths),
        paths.messagePaths.map((messagePath) => unservedControllerAt(messagePath, 'http-sse')),
      ],
      [['streamable-http'], McpController, [unservedControllerAt(MCP_PATH, 'streamable-http')]],
    ];
    const controllers = candidates.flatMap(([own, served, unserved]) => {
      if (own.some((wire) => wires.includes(wire))) return [served];
      // An app may need the path itself; one that has the bare URL for the server has nothing else there.
      return paths.hasRoot ? unserved : [];
    });
    return {
      module: EndpointsModule,
      imports: path === '' ? [] : [RouterModule.register([{ path, module: EndpointsModule }])],
      controllers: paths.hasRoot ? [RootController, ...controllers] : controllers,
    };
  }

  /** @throws ConfigurationError for a route of the app that is one of these too */
  onModuleInit(): void {
    refuseConflicts(this.routes.list(), EndpointsModule);
  }
}
