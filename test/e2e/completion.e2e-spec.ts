import { Injectable, Module, type Type } from '@nestjs/common';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { Complete, type CompletionRequest, Prompt, ResourceTemplate } from '../../src/index.js';
import { linesOf, newToken } from '../support/auth/tokens.js';
import { send } from '../support/prompts/prompt-requests.js';
import { ReviewPromptsModule } from '../support/prompts/review-prompts.js';
import { ServedPromptsModule } from '../support/prompts/served-prompts.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { scrape } from '../support/telemetry/metrics.js';
import { post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';
import { ask } from '../support/wire/stateless.js';

const METHOD = 'completion/complete';

/** A module of these providers. */
function moduleOf(...providers: readonly Type[]): Type {
  @Module({ providers: [...providers] })
  class ProvidersModule {}
  return ProvidersModule;
}

/** The params of a request. */
function complete(name: string, argument: string, value: string, args?: object): object {
  return {
    ref: { type: 'ref/prompt', name },
    argument: { name: argument, value },
    ...(args && { context: { arguments: args } }),
  };
}

describe('Completion', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery({}, ReviewPromptsModule);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const resultOf = async (...params: Parameters<typeof complete>): Promise<unknown> =>
    (await send(server, METHOD, complete(...params))).json;

  it.each<[argument: string, value: string, values: string[]]>([
    ['language', 'p', ['Python', 'PHP']],
    ['language', '', ['TypeScript', 'Python', 'PHP']],
    ['language', 'x', []],
    ['isStrict', 't', ['true']],
  ])('of %s from %j is by itself what begins so', async (argument, value, values) => {
    expect(await resultOf('review', argument, value)).toEqual({
      jsonrpc: '2.0',
      id: 1,
      result: { completion: { values, total: values.length, hasMore: false } },
    });
  });

  it('is by a method, which knows the other arguments', async () => {
    expect(await resultOf('plan', 'city', 'R')).toMatchObject({
      result: { completion: { values: ['Rome', 'Riga'], total: 2, hasMore: false } },
    });
    expect(await resultOf('plan', 'city', 'City 24', { pace: 'fast' })).toMatchObject({
      result: { completion: { total: 11 } },
    });
  });

  it('sends 100 values, and says how many there are', async () => {
    const { result } = (await resultOf('plan', 'city', '', { pace: 'fast' })) as {
      result: { completion: { values: string[] } };
    };
    expect(result.completion).toMatchObject({ total: 250, hasMore: true });
    expect(result.completion.values).toHaveLength(100);
    expect(await resultOf('review', 'code', '')).toMatchObject({
      result: { completion: { values: ['2025-11-25'], total: 7, hasMore: true } },
    });
  });

  it('is empty for an argument that nothing completes', async () => {
    expect(await resultOf('plan', 'days', '1')).toMatchObject({
      result: { completion: { values: [], total: 0, hasMore: false } },
    });
  });

  it('knows no other arguments in revisions before 2025-06-18', async () => {
    await using session = await SseStream.open(`${server.url}/sse`);
    await post(await session.endpoint(), rpc(1, METHOD, complete('plan', 'city', '', { pace: 'fast' })));
    expect(await session.responseTo(1)).toMatchObject({
      result: { completion: { values: ['Rome', 'Riga'] } },
    });
  });

  it('has a type of result in revision 2026-07-28', async () => {
    const { json } = await ask(`${server.url}/mcp`, METHOD, { ...complete('review', 'code', 'x') });
    expect(json).toMatchObject({
      result: { resultType: 'complete', completion: { values: ['x2026-07-28'] } },
    });
  });

  it.each<[params: object, message: string]>([
    [complete('nothing', 'a', ''), 'Unknown prompt: nothing'],
    [complete('review', 'nothing', ''), 'Unknown argument of prompt review: nothing'],
    [
      { ...complete('review', 'code', ''), ref: { type: 'ref/resource', uri: 'a://{b}' } },
      'Unknown template: a://{b}',
    ],
    [{ ...complete('review', 'code', ''), ref: { type: 'ref/tool', name: 'a' } }, 'ref must be'],
    [{ ...complete('review', 'code', ''), ref: null }, 'ref must be'],
    [
      { ...complete('review', 'code', ''), argument: { name: 'code' } },
      'argument must have a name and a value',
    ],
    [complete('review', 'code', '', { lines: 5 }), 'context.arguments must be an object of texts'],
    [complete('review', 'lines', 'refused'), 'No such file'],
  ])('refuses %j', async (params, message) => {
    expect((await send(server, METHOD, params)).json).toMatchObject({
      error: { code: -32602, message: expect.stringContaining(message) as string },
    });
  });

  it('that is no list of texts is an internal error', async () => {
    expect(await resultOf('review', 'lines', '')).toMatchObject({
      error: { code: -32603, message: 'Internal error' },
    });
  });

  it('is counted by its prompt', async () => {
    const labels = `mcp_method_name="${METHOD}",gen_ai_tool_name="",gen_ai_prompt_name="talk",error_type="error",wire="sessionless-post"`;
    await resultOf('talk', 'a', '');
    expect((await scrape(server.url)).get(`mcp_server_operation_duration_seconds_count{${labels}}`)).toBe(1);
  });

  it.each([
    ['2024-11-05', false],
    ['2025-03-26', true],
    ['2025-11-25', true],
  ])('is a capability in %s: %j', async (protocolVersion, isThere) => {
    const { json } = await send(server, 'initialize', { protocolVersion });
    const { capabilities } = (json as { result: { capabilities: object } }).result;
    expect('completions' in capabilities).toBe(isThere);
  });

  it('is no capability of a server with nothing to complete', async () => {
    await using bare = await startRookery({}, ServedPromptsModule);
    const { json } = await send(bare, 'initialize', { protocolVersion: '2025-11-25' });
    expect((json as { result: { capabilities: object } }).result.capabilities).not.toHaveProperty(
      'completions',
    );
    expect((await send(bare, METHOD, complete('count', 'count', ''))).json).toMatchObject({
      error: { code: -32601 },
    });
  });
});

@Injectable()
class SecretPrompts {
  @Prompt({ scopes: ['secrets'], input: { type: 'object', properties: { of: { enum: ['Ada', 'Bob'] } } } })
  secret(): string {
    return 'secret';
  }
}

describe('Completion for a prompt with scopes', () => {
  it('is for those who may get the prompt', async () => {
    const [poor, rich] = [newToken('poor'), newToken('rich', 'secrets')];
    const environment = { AUTH: 'bearer', AUTH_TOKENS: linesOf(poor, rich) };
    await using server = await startRookery(environment, moduleOf(SecretPrompts));
    const params = complete('secret', 'of', 'a');
    const answers = [
      await send(server, METHOD, params),
      await send(server, METHOD, params, poor.headers),
      await send(server, METHOD, params, rich.headers),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 403, 200]);
    expect(answers[2]!.json).toMatchObject({ result: { completion: { values: ['Ada'] } } });
  });
});

class UserVariables {
  @IsString() id!: string;
  @IsOptional() @IsIn(['admin', 'guest']) role?: string;
}

@Injectable()
class UserTemplates {
  @ResourceTemplate('users://{id}{?role}')
  user(variables: UserVariables): object {
    return variables;
  }
}

@Injectable()
class UserCompletions {
  @Complete({ template: 'users://{id}{?role}', variable: 'id' })
  ids({ value }: CompletionRequest): string[] {
    return [`${value}1`];
  }
}

describe('Completion of the variables of templates', () => {
  it('is by what their class says, and by methods', async () => {
    await using server = await startRookery({}, moduleOf(UserTemplates, UserCompletions));
    const ref = { type: 'ref/resource', uri: 'users://{id}{?role}' };
    const valuesOf = async (name: string, value: string): Promise<unknown> =>
      (await send(server, METHOD, { ref, argument: { name, value } })).json;
    expect(await valuesOf('id', 'u')).toMatchObject({ result: { completion: { values: ['u1'] } } });
    expect(await valuesOf('role', 'a')).toMatchObject({ result: { completion: { values: ['admin'] } } });
    expect(await valuesOf('other', '')).toMatchObject({ error: { code: -32602 } });
  });
});
