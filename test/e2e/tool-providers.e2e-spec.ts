import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type Provider,
  Scope,
  UseGuards,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { type McpContext, Tool, ToolRegistry } from '../../src/index.js';
import { connect } from '../../src/testing/index.js';
import {
  boot,
  callAll,
  compile,
  log,
  RefusingGuard,
  text,
  WordInput,
  Words,
} from '../support/tools/provided-tools.js';

afterEach(() => log.take());

describe('A transient provider', () => {
  @Injectable({ scope: Scope.TRANSIENT })
  class TransientTools {
    private calls = 0;
    constructor(private readonly words: Words) {}

    @Tool()
    greet({ word }: WordInput): string {
      return `${this.words.greeting} ${word} ${++this.calls}`;
    }
  }

  @Injectable({ scope: Scope.TRANSIENT })
  class TransientScopedTools {
    constructor(@Inject(REQUEST) private readonly context: McpContext) {}

    @Tool()
    who(): string {
      return this.context.principal.id;
    }
  }

  it('serves its tools from an instance whose constructor ran, one for each call', async () => {
    const app = await boot(Words, TransientTools);
    await using mcp = await connect(app);
    expect(await mcp.callTool('greet', { word: 'Ann' })).toEqual(text('Hello Ann 1'));
    expect(await mcp.callTool('greet', { word: 'Bob' })).toEqual(text('Hello Bob 1'));
  });

  it('may inject what is request-scoped', async () => {
    const app = await boot(TransientScopedTools);
    await using mcp = await connect(app, { principal: { id: 'ann', scopes: [] } });
    expect(await mcp.callTool('who')).toEqual(text('ann'));
  });

  it.each<[string, Provider]>([
    ['a token of its own', { provide: 'tools', useClass: TransientTools }],
    [
      'a factory',
      {
        provide: TransientTools,
        useFactory: (words: Words) => new TransientTools(words),
        inject: [Words],
        scope: Scope.TRANSIENT,
      },
    ],
  ])('may have %s', async (_, provider) => {
    const app = await boot(Words, provider);
    expect(await callAll(app, 'greet')).toEqual([text('Hello hi 1')]);
  });

  it('is found under its own token in its own module', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class OtherTools {
      @Tool()
      other(): string {
        return this.constructor.name;
      }
    }
    @Module({ providers: [{ provide: 'tools', useClass: OtherTools }] })
    class OtherModule {}
    @Module({ providers: [Words, { provide: 'tools', useClass: TransientTools }] })
    class OwnModule {}
    const app = await compile({ imports: [OwnModule, OtherModule] });
    expect(await callAll(app, 'greet', 'other')).toEqual([text('Hello hi 1'), text('OtherTools')]);
  });

  it.each([Scope.REQUEST, Scope.TRANSIENT, Scope.DEFAULT])(
    'keeps its guards under a token of its own (scope %s)',
    async (scope) => {
      @Injectable({ scope })
      class GuardedTools {
        @Tool()
        @UseGuards(RefusingGuard)
        wipe(): string {
          return 'wiped';
        }
      }
      const app = await boot({ provide: 'tools', useClass: GuardedTools });
      expect(await callAll(app, 'wipe')).toEqual([{ ...text('Forbidden resource'), isError: true }]);
    },
  );
});

describe('What stands on a tool', () => {
  it('fails the boot where Nest does not make it', async () => {
    @Injectable()
    @UseGuards(RefusingGuard)
    class MadeTools {
      @Tool()
      wipe(): string {
        return 'wiped';
      }
    }
    await expect(boot({ provide: MadeTools, useFactory: () => new MadeTools() })).rejects.toThrow(
      'MadeTools.wipe: RefusingGuard would not run, since Nest makes it only for a provider that is given by its class. List MadeTools in the providers, or write useClass',
    );
  });
});

describe('One class in two modules', () => {
  @Injectable()
  class Dup {
    @Tool()
    dup(): void {}
  }

  it.each([Scope.DEFAULT, Scope.REQUEST])('is refused, with both modules (scope %s)', async (scope) => {
    @Injectable({ scope })
    class Twice extends Dup {}
    @Module({ providers: [Twice] })
    class FirstModule {}
    @Module({ providers: [Twice] })
    class SecondModule {}
    const app = await compile({ imports: [FirstModule, SecondModule] });
    await expect(app.init()).rejects.toThrow(
      'Twice is a provider of FirstModule and of SecondModule, so Twice.dup would be there twice: provide it in one, export it there, and import that module in the other',
    );
  });

  it('is refused in two imports of one module', async () => {
    @Module({})
    class FeatureModule {
      static forFeature(value: string): DynamicModule {
        return { module: FeatureModule, providers: [Dup, { provide: 'value', useValue: value }] };
      }
    }
    const app = await compile({ imports: [FeatureModule.forFeature('a'), FeatureModule.forFeature('b')] });
    await expect(app.init()).rejects.toThrow(
      'Dup is a provider of two imports of FeatureModule, so Dup.dup would be there twice: provide it in one module that FeatureModule imports',
    );
  });

  it('is refused twice in one module', async () => {
    await expect(boot(Dup, { provide: 'dup', useClass: Dup })).rejects.toThrow(
      'Dup is twice among the providers of App, so Dup.dup would be there twice: leave one out, or write useExisting',
    );
  });

  it('is served where one module exports it, and under another name', async () => {
    @Module({ providers: [Dup, { provide: 'dup', useExisting: Dup }], exports: [Dup] })
    class OneModule {}
    @Module({ imports: [OneModule] })
    class OtherModule {}
    const app = await compile({ imports: [OneModule, OtherModule] });
    expect(await callAll(app, 'dup')).toEqual([{ content: [] }]);
  });
});

describe('ToolRegistry.replace', () => {
  @Injectable()
  class OwnTools {
    @Tool()
    @UseGuards(RefusingGuard)
    owned(): string {
      return 'owned';
    }
  }

  it('refuses the name of a tool method, unless it is forced', async () => {
    const app = await boot(OwnTools);
    const registry = app.get(ToolRegistry);
    const other = { name: 'owned', call: () => 'other' };
    expect(() => registry.replace(other)).toThrow(
      'OwnTools.owned is named "owned" by its @Tool(), and its guards would be lost: give the other one another name, or mean it: replace(…, { force: true })',
    );
    expect(await callAll(app, 'owned')).toMatchObject([{ isError: true }]);
    registry.replace(other, { force: true });
    expect(await callAll(app, 'owned')).toEqual([text('other')]);
    registry.replace({ name: 'owned', call: () => 'third' });
    expect(await callAll(app, 'owned')).toEqual([text('third')]);
  });
});
