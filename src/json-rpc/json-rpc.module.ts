import { Module } from '@nestjs/common';
import { NestHostModule } from '../nest-host/index.js';
import { Announcements } from './announcements.js';
import { CallObservers } from './call-observer.js';
import { CallsInFlight } from './calls-in-flight.js';
import { HandlerRegistry } from './handler-registry.js';
import { RequestDispatcher } from './request-dispatcher.js';
import { ResultEncoder } from './result-encoder.js';

/**
 * Dispatch of JSON-RPC messages to `@RequestHandler` providers. {@link CallGate} and
 * {@link CallOptions} are optional: a global module that exports them binds them.
 */
@Module({
  imports: [NestHostModule],
  providers: [Announcements, CallObservers, CallsInFlight, HandlerRegistry, RequestDispatcher, ResultEncoder],
  exports: [Announcements, CallObservers, CallsInFlight, RequestDispatcher, ResultEncoder],
})
export class JsonRpcModule {}
