import { Global, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { McpModule, UnavailableError } from '../../src/index.js';
import type { Decoded } from '../../src/json-rpc/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import { CallLedger, OpenStreams } from '../../src/sessions/index.js';
import { eventually } from '../support/eventually.js';
import { type Answer, callTool, post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

/** A ledger that has to be waited for, as one in a database has. */
class WaitingLedger extends CallLedger {
  readonly recorded: (readonly Decoded[])[] = [];
  settle: { keep: () => void; fail: (error: Error) => void } | undefined;

  record(messages: readonly Decoded[]): PromiseLike<void> {
    this.recorded.push(messages);
    return new Promise((keep, fail) => (this.settle = { keep, fail }));
  }
}

const ledger = new WaitingLedger();

@Global()
@Module({ providers: [{ provide: CallLedger, useValue: ledger }], exports: [CallLedger] })
class LedgerModule {}

@Module({ imports: [LedgerModule, McpModule.forRoot({ aliases: ['/message'] }), SamplesModule] })
class App {}

describe('A ledger of accepted calls', () => {
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    app = await NestFactory.create<NestExpressApplication>(App, { logger: false });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });

  afterAll(() => app.close());

  /** Whether a POST is answered while its ledger is waited for. */
  async function settleLater(answer: Promise<Answer>, settle: () => void): Promise<Answer> {
    await eventually(() => ledger.settle);
    const first = await Promise.race([
      answer,
      new Promise((resolve) => setImmediate(() => resolve('waiting'))),
    ]);
    expect(first).toBe('waiting');
    settle();
    return answer;
  }

  it('is waited for before the 202, and before a call runs', async () => {
    await using stream = await SseStream.open(`${url}/sse`);
    ledger.settle = undefined;
    const answer = post(await stream.endpoint(), callTool(1, 'echo', { message: 'kept' }));
    expect((await settleLater(answer, () => ledger.settle!.keep())).status).toBe(202);
    expect(await stream.responseTo(1)).toMatchObject({ result: { content: [{ text: 'kept' }] } });
    expect(ledger.recorded.at(-1)).toMatchObject([{ kind: 'request', id: 1, method: 'tools/call' }]);
  });

  it('is waited for before the answer of a POST without a session', async () => {
    ledger.settle = undefined;
    const answer = post(`${url}/message`, rpc(2, 'ping'));
    expect((await settleLater(answer, () => ledger.settle!.keep())).json).toMatchObject({
      id: 2,
      result: {},
    });
  });

  it('refuses what it cannot keep, and nothing of it runs', async () => {
    ledger.settle = undefined;
    const answer = post(`${url}/message`, rpc(3, 'ping'));
    const refusal = new UnavailableError('unavailable', 'The ledger is away', 3);
    const refused = await settleLater(answer, () => ledger.settle!.fail(refusal));
    expect([refused.status, refused.headers['retry-after'], refused.json]).toMatchObject([
      503,
      '3',
      { error: { data: { reason: 'unavailable' } } },
    ]);
  });

  it('refuses a message whose session ended meanwhile', async () => {
    const stream = await SseStream.open(`${url}/sse`);
    ledger.settle = undefined;
    const answer = post(await stream.endpoint(), rpc(4, 'ping'));
    await eventually(() => ledger.settle);
    stream.close();
    await stream.ended();
    await eventually(() => app.get(OpenStreams, { strict: false }).count === 0);
    ledger.settle!.keep();
    expect((await answer).status).toBe(404);
  });
});
