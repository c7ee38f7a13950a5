import { ServerProcess } from '../support/servers/server-process.js';
import { callTool, post } from '../support/wire/http.js';

const LINES = ['rejected', 'resolved'].map((name) => `- ${name}: cannot be read [transform]`);

describe('A transform that gives a promise, in a Nest app', () => {
  it('ends no process, and is named in the log once', async () => {
    await using server = ServerProcess.start({}, 'test/support/servers/transforming-app.mjs');
    const url = await server.url();
    for (const id of [1, 2]) {
      const { json } = await post(
        `${url}/sse/message`,
        callTool(id, 'greet', { rejected: 'a', resolved: 'b' }),
      );
      expect(json).toMatchObject({
        id,
        result: {
          isError: true,
          content: [{ text: `Invalid arguments for tool greet:\n${LINES.join('\n')}` }],
        },
      });
    }
    const warnings = server.log.filter(({ level }) => level === 'warn').map(({ message }) => message);
    expect(warnings.filter((line) => String(line).includes('a promise'))).toEqual(
      ['rejected', 'resolved'].map(
        (name) =>
          `GreetingTools.greet: Greeting.${name}: its @Transform() gives a promise, which class-transformer does not wait for. Wait for it in the method`,
      ),
    );
  });
});
