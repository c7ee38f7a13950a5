import { type DynamicModule, Module } from '@nestjs/common';
import { HttpEdgeModule } from '../http-edge/index.js';
import { JsonRpcModule } from '../json-rpc/index.js';
import { SessionsModule } from '../sessions/index.js';
import { ClientQuirksModule } from '../transport/client-quirks/index.js';
import { EventStreamModule } from '../transport/event-stream/index.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsGuard } from './metrics.guard.js';
import { MetricsOptions } from './metrics.options.js';
import { ServerMetrics } from './server-metrics.js';

/** What is left out keeps its default. */
export type MetricsModuleOptions = Partial<MetricsOptions>;

/** `GET /metrics`. */
@Module({
  imports: [ClientQuirksModule, EventStreamModule, HttpEdgeModule, JsonRpcModule, SessionsModule],
  controllers: [MetricsController],
  providers: [MetricsGuard, ServerMetrics],
})
export class MetricsModule {
  static forRoot(options: MetricsModuleOptions = {}): DynamicModule {
    const provided = Object.assign(new MetricsOptions(), options);
    return { module: MetricsModule, providers: [{ provide: MetricsOptions, useValue: provided }] };
  }
}
