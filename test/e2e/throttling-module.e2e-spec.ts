import { Controller, Get, Global, Injectable, Module, type Type, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ThrottlerGuard } from '@nestjs/throttler';
import { type Call, CallGate, McpModule, ProtocolError } from '../../src/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import {
  type RateCharge,
  type RateRefusal,
  RateStorage,
  ThrottlingGate,
  ThrottlingModule,
} from '../../src/throttling/index.js';
import { startRookery } from '../support/servers/rookery.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';

const add = callTool(1, 'add', { a: 1, b: 2 });

/** An embedding app, on a free port. */
async function start(app: Type): Promise<AsyncDisposable & { readonly url: string }> {
  const nest = await NestFactory.create<NestExpressApplication>(app, { logger: false, abortOnError: false });
  await nest.listen(0, '127.0.0.1');
  return { url: await nest.getUrl(), [Symbol.asyncDispose]: () => nest.close() };
}

@Injectable()
class OfficeHoursGate extends CallGate {
  constructor(private readonly limits: ThrottlingGate) {
    super();
  }

  admitCall(call: Call): void | PromiseLike<void> {
    if (call.request.method === 'tools/list') throw new ProtocolError(-32000, 'We are closed');
    return this.limits.admitCall(call);
  }
}

@Global()
@Module({ providers: [{ provide: CallGate, useClass: OfficeHoursGate }], exports: [CallGate] })
class GateModule {}

@Module({
  imports: [
    GateModule,
    McpModule.forRoot({ aliases: ['/message'] }),
    ThrottlingModule.forRoot({ rateLimit: '1/minute' }),
    SamplesModule,
  ],
})
class AppWithGate {}

@Global()
@Module({
  imports: [SamplesModule],
  providers: [{ provide: CallGate, useClass: OfficeHoursGate }],
  exports: [CallGate],
})
class ToolsWithGateModule {}

/** Lets two charges of a key fit, and waits before it says so, as one in another process does. */
class RemoteStorage extends RateStorage {
  readonly hits = new Map<string, number>();

  async charge<Charge extends RateCharge>(
    charges: readonly Charge[],
  ): Promise<RateRefusal<Charge> | undefined> {
    await Promise.resolve();
    const [charge] = charges;
    const hits = (this.hits.get(charge!.key) ?? 0) + 1;
    this.hits.set(charge!.key, hits);
    return hits > 2 ? { charge: charge!, waitMs: 1_500 } : undefined;
  }

  increment(): Promise<never> {
    return Promise.reject(new Error('Nobody asks'));
  }
}

@Global()
@Module({ providers: [{ provide: RateStorage, useClass: RemoteStorage }], exports: [RateStorage] })
class RemoteStorageModule {}

@Module({ imports: [RemoteStorageModule, SamplesModule] })
class ToolsWithStorageModule {}

@Controller('hello')
@UseGuards(ThrottlerGuard)
class HelloController {
  @Get()
  hello(): string {
    return 'hi';
  }
}

@Module({
  imports: [
    McpModule.forRoot({ aliases: ['/message'] }),
    ThrottlingModule.forRootAsync({ useFactory: () => ({ rateLimit: '2/minute' }) }),
    SamplesModule,
  ],
  controllers: [HelloController],
})
class LimitedApp {}

@Module({ imports: [McpModule.forRoot({ aliases: ['/message'] }), SamplesModule] })
class UnlimitedApp {}

@Module({
  imports: [
    McpModule.forRoot({ aliases: ['/message'] }),
    ThrottlingModule.forRoot({ toolRateLimit: 'often' }),
  ],
})
class WrongApp {}

describe('ThrottlingModule', () => {
  it('limits the calls of an embedding app, and its own routes with ThrottlerGuard', async () => {
    await using app = await start(LimitedApp);
    const calls = [await post(`${app.url}/message`, add), await post(`${app.url}/message`, add)];
    expect(calls.map(({ status }) => status)).toEqual([200, 200]);
    expect((await post(`${app.url}/message`, add)).status).toBe(429);
    const first = await send(`${app.url}/hello`);
    expect([first.status, first.headers['x-ratelimit-remaining']]).toEqual([200, '1']);
    expect((await send(`${app.url}/hello`)).status).toBe(200);
    const refused = await send(`${app.url}/hello`);
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
  });

  it('is not there unless it is imported', async () => {
    await using app = await start(UnlimitedApp);
    const answers = await Promise.all(
      Array.from({ length: 700 }, () => post(`${app.url}/message`, rpc(1, 'tools/list'))),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it("gives way to a gate of the app's own, which can ask it", async () => {
    await using app = await start(AppWithGate);
    await using service = await startRookery({ RATE_LIMIT: '1/minute' }, ToolsWithGateModule);
    for (const { url } of [app, service]) {
      const closed = await post(`${url}/message`, rpc(1, 'tools/list'));
      expect(closed.json).toMatchObject({ error: { message: 'We are closed' } });
      expect((await post(`${url}/message`, add)).status).toBe(200);
      expect((await post(`${url}/message`, add)).status).toBe(429);
    }
  });

  it('counts in a storage that has to be waited for', async () => {
    await using server = await startRookery({}, ToolsWithStorageModule);
    const call = async (): Promise<unknown[]> => {
      const { status, headers } = await post(`${server.url}/message`, add);
      return [status, headers['retry-after']];
    };
    expect(await call()).toEqual([200, undefined]);
    expect(await call()).toEqual([200, undefined]);
    expect(await call()).toEqual([429, '2']);
  });

  it('does not start with what is no rate', async () => {
    await expect(start(WrongApp)).rejects.toThrow(
      'toolRateLimit of ThrottlingModule: "often" is no rate. Write one such as 10/minute, 5/second or 1000/hour, or off',
    );
  });
});
