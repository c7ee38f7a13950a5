import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuthModule, TokenVerifier } from '../../src/auth/index.js';
import { Load } from '../../src/availability/index.js';
import { Authenticator, Availability, CallGate, FloodLimit, ProtocolError } from '../../src/index.js';
import { WorkMeter } from '../../src/json-rpc/index.js';
import { McpModule } from '../../src/mcp.module.js';
import { SamplesModule } from '../../src/samples/index.js';
import { CallLedger, SessionStore } from '../../src/sessions/index.js';
import { RateStorage, ThrottlingModule } from '../../src/throttling/index.js';
import { startRookery } from '../support/servers/rookery.js';
import { post, rpc } from '../support/wire/http.js';

type Seam = abstract new (...args: never[]) => object;

/** A global module of this name that binds a seam; what it binds is never asked here. */
function binder(name: string, seam: Seam): Type {
  const provider = { provide: seam, useValue: {} };
  const named = { [name]: class {} }[name]!;
  Module({ providers: [provider], exports: [seam as Type] })(named);
  Global()(named);
  return named;
}

/** Boots an app, and closes it. @throws ConfigurationError */
async function boot(...modules: (Type | DynamicModule)[]): Promise<void> {
  @Module({ imports: [...modules, SamplesModule] })
  class App {}
  const app = await NestFactory.create(App, { logger: false, abortOnError: false });
  await app.init();
  await app.close();
}

const leaveOneOut = (seam: Seam): string =>
  `${seam.name} is bound by OneModule and OtherModule, but only one of them is asked: leave one out, or have one ask the other`;

describe('Two binders of a seam', () => {
  it.each([Authenticator, Availability, CallGate, CallLedger, FloodLimit, Load, SessionStore, WorkMeter])(
    'fail the boot of an app: %p',
    async (seam) => {
      const binders = [binder('OneModule', seam), binder('OtherModule', seam)];
      await expect(boot(...binders, McpModule.forRoot())).rejects.toThrow(leaveOneOut(seam));
    },
  );

  it.each<[Seam, DynamicModule]>([
    [RateStorage, ThrottlingModule.forRoot()],
    [TokenVerifier, AuthModule.forRoot({ bearer: {} })],
  ])('fail the boot where another module asks: %p', async (seam, asker) => {
    const binders = [binder('OneModule', seam), binder('OtherModule', seam)];
    await expect(boot(McpModule.forRoot(), asker, ...binders)).rejects.toThrow(leaveOneOut(seam));
  });

  it('fail the boot beside a module that gives way to one', async () => {
    const binders = [binder('OneModule', CallGate), binder('OtherModule', CallGate)];
    const modules = [...binders, McpModule.forRoot(), ThrottlingModule.forRoot()];
    await expect(boot(...modules)).rejects.toThrow(leaveOneOut(CallGate));
  });

  it('fail the boot where one is of AuthModule', async () => {
    const modules = [binder('OwnModule', Authenticator), McpModule.forRoot()];
    await expect(boot(...modules, AuthModule.forRoot({ bearer: { token: 't'.repeat(32) } }))).rejects.toThrow(
      'Authenticator is bound by OwnModule and AuthModule, but only one of them is asked',
    );
  });

  it('fail the boot where ThrottlingModule cannot give way any more', async () => {
    const modules = [McpModule.forRoot(), ThrottlingModule.forRoot(), binder('OwnModule', CallGate)];
    await expect(boot(...modules)).rejects.toThrow(
      'CallGate is bound by ThrottlingModule and OwnModule, but only one of them is asked: import OwnModule before ThrottlingModule, or under createRookery bind it in the module of tools itself',
    );
  });

  it.each([
    ['is not global', CallGate, 'A CallGate', { global: false }],
    ['does not export it', Authenticator, 'An Authenticator', { exports: [] }],
  ])('are none where the module of one %s, since nobody would ask it', async (_what, seam, named, change) => {
    const module = { module: class Unseen {}, global: true, exports: [seam as Type], ...change };
    const unseen = { ...module, providers: [{ provide: seam, useValue: {} }] };
    const sentence = `${named} is found only in a global module that exports it: add @Global()`;
    await expect(boot(unseen, McpModule.forRoot())).rejects.toThrow(sentence);
  });

  it('are asked where a global module exports their module whole', async () => {
    const admitCall = (): never => {
      throw new ProtocolError(-32000, 'We are closed');
    };
    @Module({ providers: [{ provide: CallGate, useValue: { admitCall } }], exports: [CallGate] })
    class GateModule {}
    @Global()
    @Module({ imports: [GateModule], exports: [GateModule] })
    class EdgeModule {}
    @Module({ imports: [EdgeModule, McpModule.forRoot({ aliases: ['/message'] }), SamplesModule] })
    class App {}
    const app = await NestFactory.create(App, { logger: false, abortOnError: false, bodyParser: false });
    await app.listen(0, '127.0.0.1');
    const { json } = await post(`${await app.getUrl()}/message`, rpc(1, 'tools/list'));
    await app.close();
    expect(json).toMatchObject({ error: { message: 'We are closed' } });
  });

  it('fail the start of the service', async () => {
    @Module({ imports: [binder('OneModule', CallGate), binder('OtherModule', CallGate), SamplesModule] })
    class Tools {}
    await expect(startRookery({}, Tools)).rejects.toThrow(leaveOneOut(CallGate));
  });
});

describe('One binder of a seam', () => {
  it.each<[Seam, DynamicModule]>([
    [Availability, McpModule.forRoot()],
    [Load, ThrottlingModule.forRoot()],
    [CallGate, ThrottlingModule.forRoot()],
  ])('boots in front of the module that gives way to it: %p', async (seam, module) => {
    const modules = module.module === McpModule ? [module] : [McpModule.forRoot(), module];
    await expect(boot(binder('OwnModule', seam), ...modules)).resolves.toBeUndefined();
  });
});
