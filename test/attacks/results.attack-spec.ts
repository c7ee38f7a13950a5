import { type Answer, callTool } from '../support/wire/http.js';
import { describePostAttacks } from './support/post-routes.js';

const INTERNAL = { jsonrpc: '2.0', id: 1, error: { code: -32603, message: 'Internal error' } };

const failure = (text: RegExp): object => ({
  result: { isError: true, content: [{ type: 'text', text: expect.stringMatching(text) as string }] },
});

describePostAttacks('Results', {}, (post, attacked) => {
  const call = (name: string, args: object = {}): Promise<Answer> => post(callTool(1, name, args));

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])(
    '83 names of Object: an object of the type %s is an object',
    async (type) => {
      const { json } = await call('typed', { text: type });
      expect(json).toMatchObject({ result: { structuredContent: { type } } });
    },
  );

  it.each(['throws', 'rejects', 'throwsNothing', 'throwsCycle', 'throwsMuch'])(
    '49 failing tool: "%s" is an internal error to its caller, and one log line',
    async (name) => {
      // More often than calls may run at once: no failure keeps its place.
      for (let count = 0; count < 70; count++) expect((await call(name)).json).toEqual(INTERNAL);
      expect(await attacked().takeErrors(70)).toMatchObject(
        Array.from({ length: 70 }, () => ({ msg: 'call', tool: name, outcome: 'error' })),
      );
    },
  );

  it('49 failing tool: one that never answers is given up after its time', async () => {
    const answer = await call('never');
    expect([answer.status, answer.json]).toMatchObject([504, { error: { data: { reason: 'timeout' } } }]);
  });

  it('49 failing tool: a promise that it forgot ends no process, and is logged once', async () => {
    expect((await call('strays')).json).toMatchObject({
      result: { content: [{ text: 'done' }] },
    });
    const [line] = await attacked().takeErrors(1);
    expect(line).toMatchObject({
      msg: 'unhandled rejection',
      stack: expect.stringMatching(/^Error: a stray rejection/) as string,
    });
  });

  it.each([
    ['huge', /^The result has \d+ bytes; at most 1000000 are sent/],
    ['hugeObject', /^The result has \d+ bytes; at most 1000000 are sent/],
  ])('50 odd result: 100 MB of "%s" are a bounded error', async (name, text) => {
    const answer = await call(name);
    expect(answer.json).toMatchObject(failure(text));
    expect(answer.text.length).toBeLessThan(1_000);
  });

  it.each(['cyclic', 'bigint'])('50 odd result: "%s" is an internal error', async (name) => {
    expect((await call(name)).json).toEqual(INTERNAL);
    expect(await attacked().takeErrors(1)).toMatchObject([{ tool: name, outcome: 'error' }]);
  });

  it('50 odd result: undefined is an empty result', async () => {
    expect((await call('nothing')).json).toMatchObject({ id: 1, result: { content: [] } });
  });
});
