import { type DynamicModule, Module } from '@nestjs/common';
import { JsonRpcModule } from '../json-rpc/index.js';
import { TracingOptions } from './tracing.options.js';
import { TracingService } from './tracing.service.js';

/** Traces of calls, by OpenTelemetry, which is loaded with the first of these modules that starts. */
@Module({ imports: [JsonRpcModule], providers: [TracingService] })
export class TracingModule {
  static forRoot(options: TracingOptions): DynamicModule {
    return { module: TracingModule, providers: [{ provide: TracingOptions, useValue: options }] };
  }
}
