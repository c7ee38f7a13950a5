import { CLIENT_WIRES } from '../support/clients/client-wires.js';
import { PROMPT_CLIENTS, type PromptClient } from '../support/clients/prompt-clients.js';
import { ReviewPromptsModule } from '../support/prompts/review-prompts.js';
import { buildStdioTarget } from '../support/clients/stdio-target.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';

/** A compiler and a process start first. */
const WITHIN_MS = 120_000;

const REVIEW = {
  name: 'review',
  title: 'Code review',
  description: 'Asks for a review',
  arguments: [
    { name: 'code', description: 'What to review', required: true },
    { name: 'language', required: false },
    { name: 'lines', required: false },
    { name: 'isStrict', required: false },
  ],
  icons: [{ src: 'https://example.com/review.png' }],
  _meta: { 'example.com/team': 'a' },
};

describe('Prompts', () => {
  let server: RunningRookery;
  let stdioTarget: string;

  beforeAll(async () => {
    server = await startRookery({ RATE_LIMIT: 'off' }, ReviewPromptsModule);
    stdioTarget = await buildStdioTarget('prompts', 'review-prompts');
  }, WITHIN_MS);
  afterAll(() => server[Symbol.asyncDispose]());

  describe.each(CLIENT_WIRES)('over $name', (wire) => {
    describe.each(PROMPT_CLIENTS)('for %s', (_, connect) => {
      let client: PromptClient;

      beforeAll(async () => {
        client = await connect(wire, wire.name === 'stdio' ? stdioTarget : wire.targetAt(server.url));
      }, WITHIN_MS);
      afterAll(() => client.close());

      const get = (name: string, args: Record<string, string> = {}): Promise<object> =>
        client.getPrompt({ name, arguments: args });

      it('are listed with their arguments', async () => {
        const { prompts } = await client.listPrompts();
        expect(prompts).toMatchObject([
          { name: 'embed' },
          { name: 'full' },
          {
            name: 'plan',
            arguments: [
              { name: 'days', description: 'How many', required: true },
              { name: 'pace', required: false },
              { name: 'city', required: false },
            ],
          },
          REVIEW,
          { name: 'talk' },
        ]);
        expect(prompts.at(-1)).not.toHaveProperty('arguments');
      });

      it('are got with arguments that are read from text', async () => {
        const args = { code: 'a = 1', language: 'Python', lines: '007', isStrict: 'true' };
        const read = { ...args, lines: 7, isStrict: true };
        expect(await get('review', args)).toMatchObject({
          description: 'Asks for a review',
          messages: [{ role: 'user', content: { type: 'text', text: `Review ${JSON.stringify(read)}` } }],
        });
        expect(await get('plan', { days: '1.50', pace: '' })).toMatchObject({
          messages: [{ content: { text: 'Plan {"days":1.5,"pace":"slow"}' } }],
        });
      });

      it('name the argument that they refuse', async () => {
        await expect(get('review', { code: '', lines: '101' })).rejects.toMatchObject({
          code: -32602,
          message: expect.stringContaining('- lines: must not be greater than 100 [max]') as string,
        });
      });

      it('have their arguments completed', async () => {
        const ask = (name: string, argument: string, value: string, pace?: string): Promise<object> =>
          client.complete({
            ref: { type: 'ref/prompt', name },
            argument: { name: argument, value },
            ...(pace !== undefined && { context: { arguments: { pace } } }),
          });
        expect(client.getServerCapabilities()).toMatchObject({ prompts: {}, completions: {} });
        expect(await ask('review', 'language', 'py')).toMatchObject({
          completion: { values: ['Python'], total: 1, hasMore: false },
        });
        expect(await ask('plan', 'city', 'City 1', 'fast')).toMatchObject({
          completion: {
            values: expect.arrayContaining(['City 1', 'City 188']) as unknown,
            total: 111,
            hasMore: true,
          },
        });
      });

      it('may be a conversation, an embedded resource or a full result', async () => {
        expect(await get('talk')).toMatchObject({
          messages: [
            { role: 'user', content: { type: 'text', text: 'What is it?' } },
            { role: 'assistant', content: { type: 'text', text: 'A kite' } },
            { role: 'user', content: { type: 'image', data: 'cG5n', mimeType: 'image/png' } },
          ],
        });
        expect(await get('embed')).toMatchObject({
          messages: [{ content: { type: 'resource', resource: { uri: 'docs://style', text: 'Be brief' } } }],
        });
        expect(await get('full')).toMatchObject({
          description: 'What the result says',
          messages: [{ role: 'user', content: { text: 'Go on' } }],
        });
      });
    });
  });
});
