import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { Test } from '@nestjs/testing';
import { McpModule } from '../../src/index.js';
import { connect } from '../../src/testing/index.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { LenientModule } from '../support/tools/lenient-tools.js';

/** As some models write it. */
const ORDER = { items: '[{"id":"7","code":"8"}]', urgent: 'true' };
const MEANT = { items: [{ id: 7, code: '8' }], urgent: true };

/** A server and a client of the official TypeScript SDK. */
async function open(environment: NodeJS.ProcessEnv): Promise<{ server: RunningRookery; client: Client }> {
  const server = await startRookery(environment, LenientModule);
  const client = new Client({ name: 'rookery-test', version: '1.0.0' });
  await client.connect(new SSEClientTransport(new URL('/sse', server.url)));
  return { server, client };
}

describe.each([
  ['on', ['byClass', 'byZod', 'registered', 'lenient'], ['strict']],
  ['off', ['lenient'], ['byClass', 'byZod', 'registered', 'strict']],
])('With LENIENT_ARGUMENTS=%s', (LENIENT_ARGUMENTS, lenient, strict) => {
  let server: RunningRookery;
  let client: Client;

  beforeAll(async () => ({ server, client } = await open({ LENIENT_ARGUMENTS, MAX_BODY_VALUES: '1000' })));

  afterAll(async () => {
    await client.close();
    await server.rookery.close();
  });

  it.each(lenient)('%s takes text for what it stands for', async (name) => {
    expect(await client.callTool({ name, arguments: ORDER })).toMatchObject({ structuredContent: MEANT });
  });

  it.each(strict)('%s refuses text where none is declared', async (name) => {
    expect(await client.callTool({ name, arguments: ORDER })).toMatchObject({ isError: true });
    expect(await client.callTool({ name, arguments: MEANT })).toMatchObject({ structuredContent: MEANT });
  });

  it.each([
    ['lenient', 1000],
    ['small', 20],
  ])('%s takes no JSON text of more than its %i values', async (name, max) => {
    const items = JSON.stringify(Array.from({ length: max }, () => 1));
    const text = `Invalid arguments for tool ${name}:\n- items: With this text, the arguments have more than ${max} JSON values [tooManyValues]`;
    expect(await client.callTool({ name, arguments: { ...ORDER, items } })).toEqual({
      content: [{ type: 'text', text }],
      isError: true,
    });
  });
});

describe('A server in an app of its own', () => {
  it('is lenient with tools.lenientArguments', async () => {
    const imports = [McpModule.forRoot({ tools: { lenientArguments: true } }), LenientModule];
    const testing = await Test.createTestingModule({ imports }).compile();
    const app = testing.createNestApplication();
    await using client = await connect(app);
    expect(await client.callTool('byClass', ORDER)).toMatchObject({ structuredContent: MEANT });
    await app.close();
  });
});
