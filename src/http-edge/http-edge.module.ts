import { Module } from '@nestjs/common';
import { HttpEdge } from './http-edge.js';
import { OpenResponses } from './open-responses.js';

/** The checks in front of every MCP route. {@link HttpEdgeOptions} are optional: a global module that exports them binds them. */
@Module({ providers: [HttpEdge, OpenResponses], exports: [HttpEdge, OpenResponses] })
export class HttpEdgeModule {}
