import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { HealthModule, ReadinessIndicators } from '../../src/health/index.js';
import { McpModule } from '../../src/index.js';
import { MetricsModule } from '../../src/metrics/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import { callTool, post, send } from '../support/wire/http.js';

let isStockThere = true;

@Injectable()
class StockIndicator {
  constructor(indicators: ReadinessIndicators) {
    indicators.add(() => ({ stock: { status: isStockThere ? 'up' : 'down' } }));
  }
}

@Module({
  imports: [
    McpModule.forRoot({ aliases: ['/message'] }),
    HealthModule,
    MetricsModule.forRoot({ droppedLogLines: () => 7 }),
    SamplesModule,
  ],
  providers: [StockIndicator],
})
class ShopApp {}

describe('Modules of the edge in an app of its own', () => {
  let app: NestExpressApplication;
  let url: string;

  beforeAll(async () => {
    app = await NestFactory.create<NestExpressApplication>(ShopApp, { logger: false });
    app.setGlobalPrefix('api');
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/api`;
  });

  afterAll(() => app.close());

  it('answer probes, with what the app adds', async () => {
    expect((await send(`${url}/health`)).json).toMatchObject({ status: 'healthy' });
    expect((await send(`${url}/health/live`)).status).toBe(200);
    expect((await send(`${url}/health/ready`)).status).toBe(200);
    isStockThere = false;
    const { status, json } = await send(`${url}/health/ready`);
    expect([status, json]).toEqual([503, expect.objectContaining({ error: { stock: { status: 'down' } } })]);
  });

  it('count calls', async () => {
    expect((await post(`${url}/message`, callTool(1, 'add', { a: 1, b: 2 }))).status).toBe(200);
    const { text } = await send(`${url}/metrics`);
    expect(text).toMatch(/^mcp_server_operation_duration_seconds_count\{.*gen_ai_tool_name="add".*\} 1$/m);
    expect(text).toContain('rookery_log_lines_dropped_total 7');
  });
});
