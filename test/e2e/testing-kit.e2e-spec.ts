import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { IsIn, IsNumber, IsOptional, IsString } from 'class-validator';
import { Complete, type CompletionRequest, McpContext, McpModule, Prompt, Tool } from '../../src/index.js';
import { connect, type ConnectOptions, type McpTestClient, McpTestError } from '../../src/testing/index.js';

class AddInput {
  @IsNumber()
  a!: number;

  @IsNumber()
  b!: number;
}

const aborted: unknown[] = [];

@Injectable()
class CalculatorTools {
  @Tool()
  add({ a, b }: AddInput, @McpContext() context: McpContext): string {
    context.progress(1, 2, 'half');
    return `${context.principal.id}: ${a + b}`;
  }

  @Tool()
  async wait(@McpContext() { signal, progress }: McpContext): Promise<void> {
    const isAborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
    progress(1);
    await isAborted;
    aborted.push((signal.reason as { reason: string }).reason);
  }
}

class GreetInput {
  @IsString()
  name!: string;

  @IsOptional()
  @IsIn(['warm', 'cold'])
  tone?: string;
}

@Injectable()
class GreetPrompts {
  @Prompt()
  greet({ name, tone = 'warm' }: GreetInput): string {
    return `Greet ${name}, ${tone}`;
  }

  @Prompt()
  leave(): string {
    return 'Leave';
  }

  @Complete({ prompt: 'greet', argument: 'name' })
  names({ value, arguments: { tone } }: CompletionRequest): string[] {
    return [`${value}da, ${tone}`];
  }
}

@Module({
  imports: [McpModule.forRoot({ lists: { pageSize: 1 } })],
  providers: [CalculatorTools, GreetPrompts],
})
class App {}

describe.each<ConnectOptions>([{ over: 'memory' }, { over: 'http-sse' }])('connect over $over', (options) => {
  let mcp: McpTestClient;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const module = await Test.createTestingModule({ imports: [App] }).compile();
    const app = module.createNestApplication({ logger: false });
    close = () => app.close();
    mcp = await connect(app, options);
    aborted.length = 0;
  });

  afterEach(async () => {
    await mcp.close();
    await close();
  });

  it('gets prompts', async () => {
    expect((await mcp.listPrompts()).map(({ name }) => name)).toEqual(['greet', 'leave']);
    expect(await mcp.getPrompt('greet', { name: 'Ada', tone: 'cold' })).toEqual({
      messages: [{ role: 'user', content: { type: 'text', text: 'Greet Ada, cold' } }],
    });
    await expect(mcp.getPrompt('greet')).rejects.toMatchObject({ code: -32602 });
  });

  it('completes arguments', async () => {
    const tone = { prompt: 'greet', argument: 'tone' };
    expect(await mcp.complete(tone, 'w')).toEqual({ values: ['warm'], total: 1, hasMore: false });
    const name = { prompt: 'greet', argument: 'name' };
    expect((await mcp.complete(name, 'A', { tone: 'cold' })).values).toEqual(['Ada, cold']);
    await expect(mcp.complete({ template: 'a://{b}', variable: 'b' }, '')).rejects.toMatchObject({
      code: -32602,
    });
  });

  it('calls tools', async () => {
    expect(await mcp.callTool('add', { a: 1, b: 2 })).toEqual({
      content: [{ type: 'text', text: 'anonymous: 3' }],
    });
    expect(await mcp.callTool('add', { a: 1 })).toMatchObject({ isError: true });
  });

  it('lists the tools of every page', async () => {
    expect((await mcp.listTools()).map(({ name }) => name)).toEqual(['add', 'wait']);
  });

  it('throws JSON-RPC errors', async () => {
    const error: unknown = await mcp.callTool('nothing').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(McpTestError);
    expect(error).toMatchObject({ code: -32602, message: 'Unknown tool: nothing' });
  });

  it('reports progress', async () => {
    const seen: unknown[] = [];
    await mcp.callTool('add', { a: 1, b: 2 }, { onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([{ progressToken: 2, progress: 1, total: 2, message: 'half' }]);
  });

  it('cancels a call', async () => {
    const abort = new AbortController();
    const onProgress = (): void => abort.abort(new Error('enough'));
    await expect(mcp.callTool('wait', {}, { signal: abort.signal, onProgress })).rejects.toThrow('enough');
    await mcp.request('ping');
    expect(aborted).toEqual(['cancelled']);
  });

  it('sends raw messages, and keeps what comes', async () => {
    await mcp.send({ jsonrpc: '2.0', id: 'raw', method: 'ping' });
    await mcp.request('ping');
    expect(mcp.messages).toContainEqual({ jsonrpc: '2.0', id: 'raw', result: {} });
  });
});

describe('connect over memory', () => {
  it('makes calls for the principal it is given', async () => {
    const module = await Test.createTestingModule({ imports: [App] }).compile();
    await using mcp = await connect(module, { principal: { id: 'ann', scopes: [] } });
    expect(await mcp.callTool('add', { a: 1, b: 2 })).toMatchObject({ content: [{ text: 'ann: 3' }] });
    await module.close();
  });

  it('says why a start failed, as often as it is asked', async () => {
    class Twin {
      @Tool()
      add(): void {}
    }
    @Module({ imports: [App], providers: [Twin] })
    class Clash {}
    const module = await Test.createTestingModule({ imports: [Clash] }).compile();
    for (const _ of [1, 2]) await expect(connect(module)).rejects.toThrow(/both named "add"/);
  });
});
