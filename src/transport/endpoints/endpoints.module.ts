import { Module } from '@nestjs/common';
import { HttpSseModule } from '../http-sse/index.js';
import { RootController } from './root.controller.js';

/** The URLs that several wires share. {@link LandingPage} is optional: a global module that exports one binds it. */
@Module({ imports: [HttpSseModule], controllers: [RootController] })
export class EndpointsModule {}
