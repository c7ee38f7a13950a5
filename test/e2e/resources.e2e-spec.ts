import { Readable } from 'node:stream';
import { ForbiddenException, Injectable, Module, NotFoundException, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { IsInt, IsString } from 'class-validator';
import { McpModule, Resource, ResourceTemplate } from '../../src/index.js';
import { linesOf, newToken } from '../support/auth/tokens.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { scrape } from '../support/telemetry/metrics.js';
import { post, rpc } from '../support/wire/http.js';
import { ask } from '../support/wire/stateless.js';

const READER = newToken('reader');
const KEEPER = newToken('keeper', 'secrets', 'metrics');

let partsRead = 0;

async function* endless(): AsyncGenerator<Buffer> {
  for (;;) {
    partsRead++;
    yield Promise.resolve(Buffer.alloc(1000));
  }
}

class IdVariables {
  @IsString() id!: string;
}

@Injectable()
class Library {
  @Resource('a://kept', { ttlMs: 5000, cacheScope: 'public' })
  kept(): string {
    return 'kept';
  }

  @Resource('a://secret', { scopes: ['secrets'] })
  secret(): string {
    return 'secret';
  }

  @Resource('a://rare', { rate: '1/hour' })
  rare(): string {
    return 'rare';
  }

  @Resource('a://endless')
  endless(): Readable {
    return Readable.from(endless());
  }

  @Resource('a://large')
  large(): Buffer {
    return Buffer.alloc(5000);
  }

  @Resource('a://map')
  map(): object {
    return new Map([[1, 2]]);
  }

  @ResourceTemplate('a://things/{id}')
  thing({ id }: IdVariables): string {
    if (id === 'gone') throw new NotFoundException();
    if (id === 'foreign') throw new ForbiddenException('Not yours');
    return `thing ${id}`;
  }

  @ResourceTemplate('a://things/special-{id}')
  special({ id }: IdVariables): string {
    return `special ${id}`;
  }

  @Resource('a://things/one')
  one(): string {
    return 'the one';
  }
}

@Module({ providers: [Library] })
class LibraryModule {}

@Module({})
class EmptyModule {}

describe('A resource', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery(
      {
        RATE_LIMIT: 'off',
        MAX_RESULT_BYTES: '4096',
        AUTH: 'bearer',
        AUTH_TOKENS: linesOf(READER, KEEPER),
      },
      LibraryModule,
    );
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const read = async (uri: unknown, { headers } = READER): Promise<unknown> =>
    (await post(`${server.url}/message`, rpc(1, 'resources/read', { uri }), headers)).json;

  it('says in revision 2026-07-28 for how long, and for whom, it may be kept', async () => {
    const result = async (uri: string): Promise<unknown> =>
      (await ask(`${server.url}/mcp`, 'resources/read', { uri }, READER.headers)).json;
    expect(await result('a://kept')).toMatchObject({ result: { ttlMs: 5000, cacheScope: 'public' } });
    expect(await result('a://things/1')).toMatchObject({ result: { ttlMs: 0, cacheScope: 'private' } });
    expect(await result('a://none')).toMatchObject({
      error: { code: -32602, message: 'Resource not found', data: { uri: 'a://none' } },
    });
  });

  it('is named by a header in revision 2026-07-28', async () => {
    const params = { uri: 'a://kept' };
    const headers = { ...READER.headers, 'mcp-name': 'a://other' };
    const { status, json } = await ask(`${server.url}/mcp`, 'resources/read', params, headers);
    expect([status, json]).toMatchObject([400, { error: { code: -32020 } }]);
  });

  it('is neither listed nor read without its scopes', async () => {
    const listed = async ({ headers }: typeof READER): Promise<string> =>
      (await post(`${server.url}/message`, rpc(1, 'resources/list'), headers)).text;
    expect(await listed(READER)).not.toContain('a://secret');
    expect(await listed(KEEPER)).toContain('a://secret');
    const refused = await post(
      `${server.url}/message`,
      rpc(1, 'resources/read', { uri: 'a://secret' }),
      READER.headers,
    );
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([
      403,
      expect.stringContaining('scope="secrets"'),
    ]);
    expect(await read('a://secret', KEEPER)).toMatchObject({ result: { contents: [{ text: 'secret' }] } });
  });

  it.each([
    ['a://endless', 'The resource has more bytes than are sent; at most 4096 are sent. Ask for less'],
    ['a://large', 'The resource has 5000 bytes; at most 4096 are sent. Ask for less'],
    ['a://map', 'Internal error'],
  ])('that cannot be sent is an error: %s', async (uri, message) => {
    expect(await read(uri)).toMatchObject({ error: { code: -32603, message } });
    expect(partsRead).toBeLessThan(50);
  });

  it.each([
    ['a://things/gone', -32002, 'Resource not found'],
    ['a://things/foreign', -32000, 'Not yours'],
    [5, -32602, 'uri must be a string'],
    [`a://things/${'x'.repeat(2048)}`, -32602, 'uri has more than 2048 characters'],
  ])('that fails says so in the error: %s', async (uri, code, message) => {
    expect(await read(uri)).toMatchObject({ error: { code, message } });
  });

  it.each([
    ['a://things/one', 'the one'],
    ['a://things/two', 'thing two'],
    ['a://things/special-2', 'special 2'],
  ])('is of the template that says most: %s', async (uri, text) => {
    expect(await read(uri)).toMatchObject({ result: { contents: [{ uri, text }] } });
  });

  it('has its own rate, and is counted by its URI or its template', async () => {
    await read('a://rare');
    expect(await read('a://rare')).toMatchObject({
      error: { message: 'Rate limit: at most 1 calls of resource a://rare in 3600 s' },
    });
    await read('a://things/seven');
    const counted = [...(await scrape(server.url, KEEPER.headers)).keys()].filter((series) =>
      series.startsWith('mcp_server_operation_duration_seconds_count{mcp_method_name="resources/read"'),
    );
    expect(counted.some((series) => series.includes('mcp_resource_uri="a://things/{id}"'))).toBe(true);
    expect(counted.some((series) => series.includes('seven'))).toBe(false);
  });
});

describe('A server without resources', () => {
  it('says nothing of them', async () => {
    await using server = await startRookery({}, EmptyModule);
    const initialize = rpc(1, 'initialize', { protocolVersion: '2025-11-25', capabilities: {} });
    expect((await post(`${server.url}/message`, initialize)).text).not.toContain('resources');
    for (const method of ['list', 'templates/list', 'read', 'subscribe', 'unsubscribe'])
      expect((await post(`${server.url}/message`, rpc(1, `resources/${method}`))).json).toMatchObject({
        error: { code: -32601 },
      });
  });
});

describe('The boot', () => {
  class PageVariables {
    @IsInt() page!: number;
  }

  function withMethod(decorator: MethodDecorator, parameters: readonly unknown[] = []): Type {
    class Broken {
      read(..._input: unknown[]): string {
        return '';
      }
    }
    Reflect.defineMetadata('design:paramtypes', parameters, Broken.prototype, 'read');
    Reflect.decorate(
      [decorator],
      Broken.prototype,
      'read',
      Object.getOwnPropertyDescriptor(Broken.prototype, 'read'),
    );
    return Broken;
  }

  it.each<[message: string, provider: Type]>([
    ['"app" has no scheme. Begin it with one of your own', withMethod(Resource('app'))],
    ["a://{id} has variables. Write @ResourceTemplate('a://{id}')", withMethod(Resource('a://{id}'))],
    ['a://ü has characters that a URI cannot have. Write a://%C3%BC', withMethod(Resource('a://ü'))],
    ['a resource takes no input', withMethod(Resource('a://b'), [IdVariables])],
    ["cacheScope 'public'", withMethod(Resource('a://b', { scopes: ['c'], cacheScope: 'public' }))],
    ['ttlMs must be a whole number', withMethod(Resource('a://b', { ttlMs: -1 }))],
    ['annotations must be', withMethod(Resource('a://b', { annotations: { priority: 2 } }))],
    ['"{+uri}" has no scheme', withMethod(ResourceTemplate('{+uri}'), [IdVariables])],
    [
      'has the variable name, but its input has no such property',
      withMethod(ResourceTemplate('a://{name}'), [IdVariables]),
    ],
    [
      'its input needs page, which may be missing in the query',
      withMethod(ResourceTemplate('a://b{?page}'), [PageVariables]),
    ],
    [
      'its input needs id, which the template a://b does not have',
      withMethod(ResourceTemplate('a://b'), [IdVariables]),
    ],
    [
      'its list is "all", but Broken has no such method',
      withMethod(ResourceTemplate('a://{id}', { list: 'all' }), [IdVariables]),
    ],
  ])('is stopped: %s', async (message, provider) => {
    const module = await Test.createTestingModule({
      imports: [McpModule.forRoot()],
      providers: [provider],
    }).compile();
    await expect(module.createNestApplication().init()).rejects.toThrow(message);
  });
});
