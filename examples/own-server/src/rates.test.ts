import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { McpModule } from 'rookery';
import { connect, type TestProgress } from 'rookery/testing';
import { RatesConfig } from './rates.config.js';
import { RatesModule } from './rates.module.js';

const QUESTION = { from: 'EUR', to: 'USD', dates: ['2026-01-30', '2026-01-31'] };
const OPERATOR = { id: 'operator', scopes: ['usage'] };

describe('The tools', () => {
  let service: Server;
  let answer: RequestListener;
  let app: INestApplicationContext;

  beforeEach(async () => {
    answer = (request, response) => {
      const isEarly = request.url === '/2026-01-30?base=EUR&symbols=USD';
      response.end(JSON.stringify({ rates: { USD: isEarly ? 1.5 : 1.25 } }));
    };
    service = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
    await once(service, 'listening');
    const ratesUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    app = await Test.createTestingModule({ imports: [McpModule.forRoot(), RatesModule] })
      .overrideProvider(RatesConfig)
      .useValue({ ratesUrl })
      .compile();
  });

  afterEach(async () => {
    await app.close();
    service.close();
    service.closeAllConnections();
  });

  it('look rates up, and say how far they are', async () => {
    await using mcp = await connect(app);
    const seen: TestProgress[] = [];
    const onProgress = (progress: TestProgress): void => void seen.push(progress);
    const { structuredContent } = await mcp.callTool('exchangeRates', QUESTION, { onProgress });
    assert.deepEqual(structuredContent, { '2026-01-30': 1.5, '2026-01-31': 1.25 });
    assert.deepEqual(
      seen.map(({ progress, total, message }) => [progress, total, message]),
      [
        [0, 2, 'Asking for 2026-01-30'],
        [1, 2, 'Asking for 2026-01-31'],
      ],
    );
  });

  it('end the request to the service when the call is cancelled', async () => {
    await using mcp = await connect(app);
    const abort = new AbortController();
    const ended = new Promise<void>((resolve) => {
      answer = (_request, response) => {
        response.once('close', resolve);
        abort.abort(new Error('enough'));
      };
    });
    await assert.rejects(mcp.callTool('exchangeRates', QUESTION, { signal: abort.signal }), /enough/);
    await ended;
  });

  const failures: [name: string, answer: RequestListener, message: string][] = [
    ['refuses', (_, response) => response.writeHead(503).end(), 'The rates service answered 503'],
    ['breaks', (_, response) => response.destroy(), 'The rates service gave no answer'],
    ['knows no rate', (_, response) => response.end('{}'), 'There is no rate of EUR in USD on 2026-01-30'],
  ];
  for (const [name, failing, message] of failures)
    it(`tell the model when the service ${name}`, async () => {
      answer = failing;
      await using mcp = await connect(app);
      const result = await mcp.callTool('exchangeRates', QUESTION);
      assert.deepEqual(result, { content: [{ type: 'text', text: message }], isError: true });
    });

  it('count requests for the operator only', async () => {
    await using operator = await connect(app, { principal: OPERATOR });
    assert.deepEqual((await operator.callTool('usage')).structuredContent, { requests: 0 });
    await using visitor = await connect(app);
    const refusal = { type: 'text', text: 'This tool requires the scope usage' };
    assert.deepEqual(await visitor.callTool('usage'), { content: [refusal], isError: true });
  });
});
