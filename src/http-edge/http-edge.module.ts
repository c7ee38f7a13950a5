import { Module } from '@nestjs/common';
import { OpenResponses } from '../http/index.js';
import { NestHostModule } from '../nest-host/index.js';
import { AccessObservers } from './access-observer.js';
import { HttpEdge } from './http-edge.js';
import { JsonRpcErrorFilter } from './json-rpc-error.filter.js';
import { ReceivedBytesBudget } from './received-bytes-budget.js';

const PROVIDERS = [AccessObservers, HttpEdge, JsonRpcErrorFilter, OpenResponses, ReceivedBytesBudget];

/** The checks in front of every MCP route. {@link HttpEdgeOptions} are optional: a global module that exports them binds them. */
@Module({ imports: [NestHostModule], providers: PROVIDERS, exports: PROVIDERS })
export class HttpEdgeModule {}
