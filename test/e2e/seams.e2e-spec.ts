import { type DynamicModule, Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Call, CallGate, McpModule, ProtocolError } from '../../src/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import { callTool, post, rpc } from '../support/wire/http.js';

class OfficeHoursGate extends CallGate {
  admitCall(call: Call): void {
    if (call.request.method === 'tools/call') throw new ProtocolError(-32000, 'We are closed');
  }
}

@Global()
@Module({ providers: [{ provide: CallGate, useClass: OfficeHoursGate }], exports: [CallGate] })
class GateModule {}

describe("A gate of the app's own", () => {
  it.each<[string, (DynamicModule | typeof GateModule)[]]>([
    ['before', [GateModule, McpModule.forRoot({ aliases: ['/message'] })]],
    ['after', [McpModule.forRoot({ aliases: ['/message'] }), GateModule]],
  ])('is asked about every call, imported %s the server', async (_, modules) => {
    @Module({ imports: [...modules, SamplesModule] })
    class App {}
    const app = await NestFactory.create<NestExpressApplication>(App, { logger: false });
    await app.listen(0, '127.0.0.1');
    const url = `${await app.getUrl()}/message`;
    const refused = await post(url, callTool(1, 'add', { a: 1, b: 2 }));
    expect(refused.json).toEqual({
      jsonrpc: '2.0',
      id: 1,
      error: { code: -32000, message: 'We are closed' },
    });
    expect((await post(url, rpc(2, 'tools/list'))).json).toHaveProperty('result.tools');
    await app.close();
  });
});
