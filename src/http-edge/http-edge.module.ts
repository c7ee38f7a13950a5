import { Module } from '@nestjs/common';
import { HttpEdge } from './http-edge.js';

/** The checks in front of every MCP route. {@link HttpEdgeOptions} are optional: a global module that exports them binds them. */
@Module({ providers: [HttpEdge], exports: [HttpEdge] })
export class HttpEdgeModule {}
