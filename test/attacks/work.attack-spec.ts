import { type Answer, callTool } from '../support/wire/http.js';
import { describePostAttacks } from './support/post-routes.js';

const repeated = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join();

const withParams = (params: string): string => `{"jsonrpc":"2.0","id":1,"method":"ping","params":${params}}`;

const echoing = (args: string): string =>
  `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":${args}}}`;

const isErrorWith = (text: string): object => ({
  result: { isError: true, content: [{ text: expect.stringContaining(text) as string }] },
});

describePostAttacks('Work', {}, (post) => {
  const register = ({ input }: { input: object }): Promise<Answer> =>
    post(callTool(1, 'plugin', { act: 'register', name: 'worked', description: 'x', input }));

  it.each([
    ['lists in lists', `{"a":[${repeated(700_000, () => '[]')}]}`],
    ['keys of params', `{${repeated(350_000, (index) => `"k${index}":0`)}}`],
    ['keys of arguments', echoing(`{${repeated(350_000, (index) => `"k${index}":0`)}}`)],
    ['members after white space', `{"a":[${' '.repeat(1000)}${repeated(300_000, () => '\n0')}]}`],
  ])('65 many JSON values: %s are refused with the bound', async (_name, params) => {
    const body = params.startsWith('{"jsonrpc"') ? params : withParams(params);
    for (let round = 0; round < 5; round++) {
      const answer = await post(body);
      expect([answer.status, answer.json]).toMatchObject([
        400,
        { id: null, error: { code: -32600, message: 'A body has at most 100000 JSON values' } },
      ]);
    }
  });

  it('66 wrong members: zod looks at no more than ten thousand values', async () => {
    for (const [count, text] of [
      [90_000, 'more than 10000 JSON values'],
      [9_000, 'and more'],
    ] as const) {
      const list = Array.from({ length: count }, () => 0);
      expect(await post(callTool(1, 'chooses', { list }))).toMatchObject({
        status: 200,
        json: isErrorWith(text),
      });
    }
  });

  it.each(['(?:a{1,10}){1,10}c', '^(?:a{1,3}){1,30}c', '^(?:a?){40}b$'])(
    '67 counted loops of counted loops: %s is refused',
    async (pattern) => {
      const input = { type: 'object', properties: { text: { type: 'string', pattern } } };
      expect((await register({ input })).json).toMatchObject(isErrorWith('can block the server'));
    },
  );

  it('68 unique items: twenty thousand objects are compared by their size', async () => {
    const input = { type: 'object', properties: { list: { uniqueItems: true } } };
    await register({ input });
    const list = Array.from({ length: 20_000 }, (_, index) => ({ index }));
    const call = (items: object[]): Promise<Answer> => post(callTool(1, 'worked', { list: items }));
    expect((await call(list)).json).toMatchObject({ result: { content: [{ text: 'from a plugin' }] } });
    expect((await call([...list, { index: 7 }])).json).toMatchObject(isErrorWith('duplicate items'));
    await post(callTool(1, 'plugin', { act: 'remove', name: 'worked' }));
  });

  it('69 schemas that take long to compile are refused', async () => {
    const input = { type: 'object', allOf: Array.from({ length: 20_000 }, () => ({})) };
    expect((await register({ input })).json).toMatchObject(isErrorWith('more than 5000 JSON values'));
  });
});
