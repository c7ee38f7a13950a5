import { Module } from '@nestjs/common';
import { HttpSseModule } from '../http-sse/index.js';
import { StreamableHttpModule } from '../streamable-http/index.js';
import { RootController } from './root.controller.js';

/**
 * The server's bare URL. {@link ServedWires} have to be bound, {@link LandingPage} may be: a global module exports them.
 */
@Module({ imports: [HttpSseModule, StreamableHttpModule], controllers: [RootController] })
export class RootEndpointModule {}
