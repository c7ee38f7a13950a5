import { buildApp } from '../support/docs/snippets.js';
import { BIN, StdioProcess } from '../support/servers/stdio-process.js';

const MODULE = `
import { Injectable, Module } from '@nestjs/common';
import { Tool } from 'rookery';

console.log('printed at the import');

@Injectable()
class Tools {
  @Tool({ description: 'Says hello' })
  hello(): string {
    return 'hello';
  }
}

@Module({ providers: [Tools] })
export class OrdersModule {}
`;

describe('rookery --stdio <file>', () => {
  it('serves the tools of a built module, which may print while it is imported', async () => {
    const app = await buildApp('stdio-module', [['src/orders.module.ts', MODULE]], {
      'node_modules/rookery': '.',
    });
    await using server = StdioProcess.start([...BIN, `${app}/dist/orders.module.js`]);
    expect(await server.call('hello')).toMatchObject({ result: { content: [{ text: 'hello' }] } });
    expect(await server.end()).toBe(0);
    expect(server.lines).toHaveLength(1);
    expect(server.stderr).toContain('printed at the import');
    expect(server.stderr).not.toContain('"level":"warn"');
  });

  it('says that the module has no McpModule of its own', async () => {
    const own = MODULE.replace('{ Tool }', '{ McpModule, Tool }').replace(
      '@Module({',
      '@Module({ imports: [McpModule.forRoot()],',
    );
    const app = await buildApp('stdio-own-mcp', [['src/orders.module.ts', own]], {
      'node_modules/rookery': '.',
    });
    await using server = StdioProcess.start([...BIN, `${app}/dist/orders.module.js`]);
    expect(await server.exited).toBe(2);
    expect(server.stderr).toContain(
      'McpModule is imported 2 times, but it is one server: import it once, in the root module, and not in tools that rookery or createRookery serves',
    );
    expect(server.lines).toEqual([]);
  });

  it.each([
    [['missing.js'], 'There is no file missing.js'],
    [['--port', '1'], 'Usage: rookery --stdio'],
  ])('says what is wrong with %j', async (args, sentence) => {
    await using server = StdioProcess.start([...BIN, ...args]);
    expect(await server.exited).toBe(2);
    expect(server.stderr).toContain(sentence);
    expect(server.lines).toEqual([]);
  });
});
