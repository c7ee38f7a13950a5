import type { ServerResponse } from 'node:http';
import { Controller, Get, Res, UseFilters, UseGuards, VERSION_NEUTRAL } from '@nestjs/common';
import { JsonRpcErrorFilter } from '../http-edge/index.js';
import { METRICS_PATH } from '../transport/endpoints/index.js';
import { MetricsGuard } from './metrics.guard.js';
import { ServerMetrics } from './server-metrics.js';

/** `GET /metrics`, as Prometheus scrapes it. */
@Controller({ path: METRICS_PATH, version: VERSION_NEUTRAL })
@UseGuards(MetricsGuard)
@UseFilters(JsonRpcErrorFilter)
export class MetricsController {
  constructor(private readonly metrics: ServerMetrics) {}

  @Get()
  async scrape(@Res() response: ServerResponse): Promise<void> {
    const { registry } = this.metrics;
    const text = await registry.metrics();
    response.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' });
    response.end(text);
  }
}
