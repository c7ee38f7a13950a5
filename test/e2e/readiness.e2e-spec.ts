import { Injectable, Module } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { ReadinessIndicators } from '../../src/health/index.js';
import { Tool } from '../../src/tools/index.js';
import { startRookery } from '../support/servers/rookery.js';
import { send } from '../support/wire/http.js';

let isDatabaseUp = true;

@Injectable()
class Database {
  constructor(indicators: ReadinessIndicators, health: HealthIndicatorService) {
    indicators.add(() => {
      const indicator = health.check('database');
      return isDatabaseUp ? indicator.up() : indicator.down('no connection');
    });
  }

  @Tool()
  ask(): string {
    return 'asked';
  }
}

@Module({ providers: [Database, HealthIndicatorService] })
class DatabaseModule {}

describe('Readiness', () => {
  it('depends on the indicators of a module too, and liveness does not', async () => {
    await using server = await startRookery({}, DatabaseModule);
    expect((await send(`${server.url}/health/ready`)).json).toMatchObject({
      status: 'ok',
      info: { availability: { status: 'up' }, database: { status: 'up' } },
    });
    isDatabaseUp = false;
    const down = await send(`${server.url}/health/ready`);
    expect([down.status, down.json]).toMatchObject([503, { error: { database: { status: 'down' } } }]);
    expect((await send(`${server.url}/health/live`)).status).toBe(200);
  });
});
