import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { Wire } from '../../protocol/index.js';
import { HttpSseModule } from '../http-sse/index.js';
import { SessionlessPostModule } from '../sessionless-post/index.js';
import { StreamableHttpModule } from '../streamable-http/index.js';
import { McpController } from './mcp.controller.js';
import { MessageController } from './message.controller.js';
import { SseController } from './sse.controller.js';

const CONTROLLERS: readonly (readonly [controller: Type, wires: readonly Wire[]])[] = [
  [SseController, ['http-sse', 'streamable-http']],
  [MessageController, ['http-sse', 'sessionless-post']],
  [McpController, ['streamable-http']],
];

/** The URLs of wires. {@link ServedWires} have to be bound: a global module exports them. */
@Module({ imports: [HttpSseModule, SessionlessPostModule, StreamableHttpModule] })
export class EndpointsModule {
  /** @param served those whose URLs are routed */
  static forRoot(served: readonly Wire[]): DynamicModule {
    const controllers = CONTROLLERS.filter(([, wires]) => wires.some((wire) => served.includes(wire)));
    return { module: EndpointsModule, controllers: controllers.map(([controller]) => controller) };
  }
}
