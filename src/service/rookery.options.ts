import type { DynamicModule, Type } from '@nestjs/common';
import type { ServerOptions } from '../json-rpc/index.js';

/** The module that has the tools, or imports those that do. */
export type ToolsModule = Type | DynamicModule;

/** What a program says of its service; the environment says the rest. */
export interface RookeryOptions {
  /** Where the configuration is read from. @default process.env */
  readonly environment?: NodeJS.ProcessEnv;

  /**
   * What the server says of itself: name, version, title, instructions. `SERVER_NAME`, `SERVER_VERSION`, `SERVER_TITLE` and
   * `SERVER_INSTRUCTIONS` win over it, each where it is set. @default name and version of the package
   */
  readonly server?: Partial<ServerOptions>;

  /** Serves the MCP routes without Express; a route with middleware in front of it goes through Express all the same. @default true */
  readonly directRoutes?: boolean;

  /** Where log lines go: stderr leaves stdout to what the program writes itself. @default 'stdout' */
  readonly logTo?: 'stdout' | 'stderr';
}
