import { Injectable, Logger, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { IsEmail, IsString } from 'class-validator';
import { z } from 'zod';
import { McpModule, Tool } from '../../src/index.js';

class SendInput {
  @IsEmail() to!: string;
  @IsString() 'reply-to!'!: string;
}

@Injectable()
class MailTools {
  @Tool({ description: 'Sends' })
  send(_input: SendInput): string {
    return 'sent';
  }
}

@Injectable()
class ListTools {
  @Tool({ description: 'Lists', input: { type: 'object', properties: { tags: { type: 'array' } } } })
  list(): string {
    return 'listed';
  }
}

@Injectable()
class GoodTools {
  @Tool({ description: 'Finds', input: z.object({ words: z.array(z.string()) }) })
  find(): string {
    return 'found';
  }
}

@Injectable()
class ChoiceTools {
  @Tool({
    description: 'Chooses',
    input: { type: 'object', anyOf: [{ properties: { id: { type: 'integer' } }, required: ['id'] }] },
  })
  choose(): string {
    return 'chosen';
  }
}

@Injectable()
class SilentTools {
  @Tool() one(): string {
    return '1';
  }

  @Tool({ description: ' ' }) two(): string {
    return '2';
  }

  @Tool() three(): string {
    return '3';
  }

  @Tool() four(): string {
    return '4';
  }
}

describe('At boot', () => {
  const levels = ['debug', 'log', 'warn'] as const;
  const logged = new Map(
    levels.map((level) => [level, jest.spyOn(Logger.prototype, level).mockImplementation()]),
  );
  beforeEach(() => logged.forEach((spy) => spy.mockClear()));
  afterAll(() => logged.forEach((spy) => spy.mockRestore()));

  /** What the app says of its tools. */
  async function boot(...providers: Type[]): Promise<Record<(typeof levels)[number], unknown[]>> {
    const app = await Test.createTestingModule({ imports: [McpModule.forRoot()], providers }).compile();
    await app.init();
    await app.close();
    // Another warning is of the classes above that a test leaves out.
    const lines = (level: (typeof levels)[number]): unknown[] =>
      logged
        .get(level)!
        .mock.calls.map(([line]) => line as unknown)
        .filter((line) => !String(line).includes('no provider'));
    return { debug: lines('debug'), log: lines('log'), warn: lines('warn') };
  }

  it('one line says that every model family takes the tools', async () => {
    const { log, warn, debug } = await boot(GoodTools);
    expect(log).toContain('1 tool, which every model family takes');
    expect([warn, debug]).toEqual([[], []]);
  });

  it('one warning names the tools that a model family would refuse, with class, property and mend', async () => {
    const { log, warn, debug } = await boot(MailTools, ListTools, GoodTools);
    expect(warn).toEqual([
      'Model families would refuse 2 of 3 tools: ' +
        'ListTools.list by OpenAI, Gemini, VS Code (tags: the list has no items. ' +
        'Say what is in the list, such as @IsString({ each: true }) or z.array(z.string())); ' +
        'MailTools.send by Claude (SendInput.reply-to!: "reply-to!" is not a valid name of a property. ' +
        'Name properties with 1 to 64 of A-Z a-z 0-9 _ . -). rookery lint shows all',
    ]);
    expect(log.filter((line) => String(line).includes('model family'))).toEqual([]);
    expect(debug).toEqual([
      expect.stringContaining('MailTools.send: its JSON Schema has only words for SendInput.to (@IsEmail)'),
      ...['OpenAI', 'Gemini', 'VS Code'].map((family) =>
        expect.stringMatching(
          `^ListTools.list, refused \\(${family}\\): tags: the list has no items.* https://`,
        ),
      ),
      expect.stringMatching(/^MailTools\.send, note \(Gemini\): SendInput\.to: it has the format email/),
      expect.stringMatching(/^MailTools\.send, refused \(Claude\): SendInput\.reply-to!: /),
    ]);
  });

  it('the warning names a choice at the top of an input, which has no properties for it', async () => {
    const { warn } = await boot(ChoiceTools);
    expect(warn).toEqual([
      'Model families would refuse 1 of 1 tool: ChoiceTools.choose by OpenAI, Claude (the input has anyOf at its top. ' +
        'Take it from the top: put the choice into a property, or check it in the tool). rookery lint shows all',
    ]);
  });

  it('one warning names tools without a description, and counts the rest', async () => {
    const { warn } = await boot(SilentTools);
    expect(warn).toEqual([
      'Without a description, by which a model chooses: SilentTools.four; SilentTools.one; SilentTools.three; ' +
        "and 1 more. Write @Tool({ description: '…' })",
    ]);
  });
});
