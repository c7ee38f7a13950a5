import { Module } from '@nestjs/common';
import { HttpSseModule } from '../http-sse/index.js';
import { RootController } from './root.controller.js';

/**
 * The server's bare URL. {@link ServedWires} have to be bound, {@link LandingPage} may be: a global module exports them.
 */
@Module({ imports: [HttpSseModule], controllers: [RootController] })
export class RootEndpointModule {}
