import { Injectable, Module } from '@nestjs/common';
import {
  AccessObserver,
  CallObserver,
  SessionObserver,
  Tool,
  type ToolChange,
  ToolObserver,
  ToolRegistry,
} from '../../src/index.js';
import { ServerMetrics } from '../../src/metrics/server-metrics.js';
import { eventually } from '../support/eventually.js';
import { startRookery } from '../support/servers/rookery.js';
import { ServerProcess } from '../support/servers/server-process.js';
import { callTool, post } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const seen: string[] = [];

@Injectable()
class CallAudit extends CallObserver {
  callEnded(): void {
    seen.push('call');
  }
}

/** A second observer of one kind, in the same module. */
@Injectable()
class CallBill extends CallObserver {
  callEnded(): void {
    seen.push('bill');
  }
}

@Injectable()
class AccessAudit extends AccessObserver {
  requestDenied(): void {
    seen.push('denied');
  }
}

@Injectable()
class StreamAudit extends SessionObserver {
  sessionOpened(): void {
    seen.push('opened');
  }

  sessionEnded(): void {
    seen.push('ended');
  }
}

@Injectable()
class ToolAudit extends ToolObserver {
  toolChanged({ tool }: ToolChange): void {
    seen.push(`tool ${tool}`);
  }
}

@Injectable()
class HelloTools {
  @Tool()
  hello(): string {
    return 'hello';
  }
}

/** Neither global, nor with an export: an inner module of the app. */
@Module({
  providers: [CallAudit, CallBill, AccessAudit, StreamAudit, { provide: 'audit', useClass: ToolAudit }],
})
class AuditModule {}

@Module({ imports: [AuditModule], providers: [HelloTools] })
class AppModule {}

describe('Observers of an app under createRookery', () => {
  beforeEach(() => seen.splice(0));

  it('hear of calls, each of them once, next to the metrics', async () => {
    await using server = await startRookery({}, AppModule);
    expect((await post(`${server.url}/message`, callTool(1, 'hello'))).status).toBe(200);
    expect(seen.toSorted()).toEqual(['bill', 'call']);
    const { registry } = server.rookery.app.get(ServerMetrics, { strict: false });
    expect(await registry.metrics()).toMatch(/gen_ai_tool_name="hello"/);
  });

  it('hear of sessions', async () => {
    await using server = await startRookery({}, AppModule);
    {
      await using stream = await SseStream.open(`${server.url}/sse`);
      expect(stream).toBeDefined();
      expect(seen).toEqual(['opened']);
    }
    await eventually(
      () => seen,
      (events) => events.includes('ended'),
    );
  });

  it('hear of requests that are refused', async () => {
    await using server = await startRookery({ AUTH: 'bearer', AUTH_TOKEN: 't'.repeat(40) }, AppModule);
    expect((await post(`${server.url}/message`, callTool(1, 'hello'))).status).toBe(401);
    expect(seen).toEqual(['denied']);
  });

  it("hear of calls next to the service's log, also where one is bound by its class and another fails", async () => {
    await using server = ServerProcess.start({}, 'test/support/servers/audited-server.mjs');
    const url = `${await server.url()}/message`;
    const call = callTool(1, 'add', { a: 1, b: 2 });
    expect((await post(url, call, { 'x-request-id': 'req-1' })).status).toBe(200);
    await server.waitForLog(({ msg }) => msg === 'audited tools/call');
    await server.waitForLog(({ requestId, tool }) => requestId === 'req-1' && tool === 'add');
    await server.waitForLog(({ msg }) => msg === 'A CallObserver failed');
  });

  it('take nothing from a session when they fail', async () => {
    await using server = ServerProcess.start({}, 'test/support/servers/audited-server.mjs');
    await using stream = await SseStream.open(`${await server.url()}/sse`);
    expect(await stream.endpoint()).toContain('/message?sessionId=');
    await server.waitForLog(({ msg }) => msg === 'A SessionObserver failed');
    await server.waitForLog(({ msg }) => msg === 'session opened');
  });

  it("hear of a tool in the service's log once clients could have seen another definition", async () => {
    await using server = ServerProcess.start({}, 'test/support/servers/audited-server.mjs');
    const url = `${await server.url()}/message`;
    for (const [id, description] of [
      [1, 'One'],
      [2, 'Two'],
    ] as const)
      expect((await post(url, callTool(id, 'plug', { description }))).json).toMatchObject({
        result: { content: [{ text: 'done' }] },
      });
    await server.waitForLog(({ msg }) => msg === 'tool changed');
    const changes = server.log.filter(({ msg }) => msg === 'tool changed');
    expect(changes).toMatchObject([{ level: 'warn', tool: 'plugged', outcome: 'replaced' }]);
  });

  it('hear of tools that change', async () => {
    await using server = await startRookery({}, AppModule);
    server.rookery.app.get(ToolRegistry, { strict: false }).remove('hello');
    expect(seen).toEqual(['tool hello']);
  });
});
