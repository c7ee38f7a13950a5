import {
  Injectable,
  type OnApplicationShutdown,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { CallObservers } from '../json-rpc/index.js';
import type { Tracing } from './start-tracing.js';
import { TracingOptions } from './tracing.options.js';

/** Traces from the boot to the end of the drain, whose time the last spans are sent in. */
@Injectable()
export class TracingService implements OnModuleInit, OnModuleDestroy, OnApplicationShutdown {
  private tracing: Tracing | undefined;
  private endsAtMs = Infinity;

  constructor(
    private readonly options: TracingOptions,
    private readonly observers: CallObservers,
  ) {}

  async onModuleInit(): Promise<void> {
    const { startTracing } = await import('./start-tracing.js');
    const { CallTracer } = await import('./call-tracer.js');
    this.tracing = startTracing(this.options);
    this.observers.add(new CallTracer(this.tracing.tracer));
  }

  /** The first thing that happens in a shutdown. */
  onModuleDestroy(): void {
    this.endsAtMs = performance.now() + this.options.shutdownMs;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.tracing?.stop(Math.max(0, this.endsAtMs - performance.now()));
  }
}
