import { callTool, rpc } from '../support/wire/http.js';
import { describeAttacks } from './support/attacked.js';
import { POST_ROUTES, postBy } from './support/post-routes.js';

/** What a caller can have the server say back. */
const CUT = ['\ud83c', 'a\udc00b', '\udf27\ud83c', '\\\ud83c', '\ud83c'.repeat(1_000)];
const SEPARATED = ['a\u2028b', 'a\u2029b', 'a\u0085b', '\u0085'.repeat(1_000)];

/** An escape of half a character, and not the text that looks like one. */
const ESCAPED_HALF = /(?<!\\)(?:\\\\)*\\ud[89a-f]/i;

const token = (progressToken: unknown): object => rpc(7, 'ping', { _meta: { progressToken } });

describeAttacks('Texts', {}, (attacked) => {
  it.each([
    ['257 bytes', 'x'.repeat(257)],
    ['4 MB', 'x'.repeat(4_000_000)],
    ['258 bytes in 86 characters', '世'.repeat(86)],
    ['half a character', 'a\ud83c'],
  ])('85 heavy ids: an id and a progress token of %s are refused, and not sent back', async (_name, text) => {
    await using stream = await attacked().stream();
    const path = await stream.endpoint();
    const refusal = { error: { code: -32600 } };
    const posts = await Promise.all(
      POST_ROUTES.map(async (route) => postBy(route, attacked(), await route.begin(attacked()))),
    );
    for (const post of [(message: object) => attacked().post(path, message), ...posts]) {
      const answer = await post(rpc(text, 'ping'));
      expect([answer.status, answer.json]).toMatchObject([400, { ...refusal, id: null }]);
      expect(answer.text.length).toBeLessThan(1_000);
    }
    expect((await attacked().post(path, token(text))).status).toBe(202);
    expect(await stream.responseTo(7)).toMatchObject(refusal);
    for (const post of posts) expect((await post(token(text))).json).toMatchObject({ ...refusal, id: 7 });
    expect(stream.bytes.length).toBeLessThan(1_000);
  });

  it('86 unreadable text: what a caller has the server say is one readable line, wherever it is said', async () => {
    await using stream = await attacked().stream('/sse', { 'mcp-protocol-version': '2025-11-25' });
    const path = await stream.endpoint();
    for (const [id, text] of [...CUT, ...SEPARATED].entries()) {
      const params = { name: 'tells', arguments: { text }, _meta: { progressToken: id } };
      const said = text.toWellFormed();
      await attacked().post(path, rpc(`tells ${id}`, 'tools/call', params));
      expect(await stream.responseTo(`tells ${id}`)).toMatchObject({
        result: { structuredContent: { text: said } },
      });
      await attacked().post(path, callTool(`none ${id}`, text));
      expect(await stream.responseTo(`none ${id}`)).toMatchObject({ error: { code: -32602 } });
      await attacked().post(path, rpc(`eats ${id}`, text));
      expect(await stream.responseTo(`eats ${id}`)).toMatchObject({ error: { code: -32601 } });
    }
    expect(stream.bytes).not.toMatch(/[\u0085\u2028\u2029]/);
    expect(stream.bytes).not.toMatch(ESCAPED_HALF);
    // One progress and one log message for each text.
    expect(stream.messages.filter(({ method }) => method !== undefined)).toHaveLength(18);
  });

  it.each(POST_ROUTES.slice(1))('86 unreadable text: so on the stream of a POST of $wire', async (route) => {
    const post = postBy(route, attacked(), {
      ...(await route.begin(attacked())),
      accept: 'text/event-stream',
    });
    for (const [id, text] of [...CUT, ...SEPARATED].entries()) {
      const meta = { progressToken: id, 'io.modelcontextprotocol/logLevel': 'debug' };
      const answer = await post(rpc(id, 'tools/call', { name: 'tells', arguments: { text }, _meta: meta }));
      const messages = [...answer.text.matchAll(/^data: (.+)$/gm)].map(
        ([, data]) => JSON.parse(data!) as object,
      );
      expect(messages).toHaveLength(3);
      expect(messages[2]).toMatchObject({ id, result: { structuredContent: { text: text.toWellFormed() } } });
      expect(answer.text).not.toMatch(/[\u0085\u2028\u2029]/);
      expect(answer.text).not.toMatch(ESCAPED_HALF);
    }
  });
});
