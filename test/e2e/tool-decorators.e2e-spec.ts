import { type CanActivate, Injectable, SetMetadata, type Type, UseGuards } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Tool } from '../../src/index.js';
import {
  boot,
  callAll,
  log,
  RefusingGuard,
  text,
  warningsOf,
  WordInput,
  Words,
  Wrap,
  WrapAnew,
} from '../support/tools/provided-tools.js';

const Refuse = (): CanActivate => ({ canActivate: () => false });

@Injectable()
class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(execution: Parameters<CanActivate['canActivate']>[0]): boolean {
    return this.reflector.get<string>('role', execution.getHandler()) !== 'nobody';
  }
}

afterEach(() => log.take());

describe('A decorator above @Tool() that replaces the method', () => {
  @Injectable()
  class WrappedTools {
    constructor(private readonly words: Words) {}

    @Wrap('outer')
    @Wrap('inner')
    @Tool()
    twice({ word }: WordInput): string {
      return `${this.words.greeting} ${word}`;
    }

    @WrapAnew('outer')
    @WrapAnew('inner')
    @Tool({ name: 'renamed', description: 'Another descriptor' })
    anew(): string {
      return this.words.greeting;
    }

    @Wrap('above')
    @UseGuards(Refuse())
    @Wrap('below')
    @Tool()
    betweenWraps(): string {
      return 'wiped';
    }

    @Wrap('above')
    @Tool()
    @UseGuards(RefusingGuard)
    belowTool(): string {
      return 'wiped';
    }

    @Wrap('above')
    @UseGuards(RolesGuard)
    @SetMetadata('role', 'nobody')
    @Tool()
    withRole(): string {
      return 'wiped';
    }

    @WrapAnew('above')
    @Tool()
    @UseGuards(Refuse())
    guardedAnew(): string {
      return 'wiped';
    }
  }

  @Injectable()
  class DerivedTools extends WrappedTools {
    @Wrap('derived')
    @Tool()
    override twice({ word }: WordInput): string {
      return word;
    }
  }

  const REFUSED = { ...text('Forbidden resource'), isError: true };

  it('leaves the tool where it is, and every decorator of Nest on it', async () => {
    const app = await boot(Words, WrappedTools);
    expect(await callAll(app, 'twice', 'renamed')).toEqual([
      text('outer(inner(Hello hi))'),
      text('outer(inner(Hello))'),
    ]);
    expect(await callAll(app, 'betweenWraps', 'belowTool', 'withRole', 'guardedAnew')).toEqual([
      REFUSED,
      REFUSED,
      REFUSED,
      REFUSED,
    ]);
    expect(warningsOf('WrappedTools')).toEqual([expect.stringContaining('Without a description')]);
  });

  it('does so in a class that inherits the method, and where it is overridden', async () => {
    const app = await boot(Words, DerivedTools);
    expect(await callAll(app, 'twice', 'renamed', 'belowTool')).toEqual([
      text('derived(hi)'),
      text('outer(inner(Hello))'),
      REFUSED,
    ]);
    expect(warningsOf('DerivedTools')).toEqual([expect.stringContaining('Without a description')]);
  });

  it('may stand on the class', async () => {
    const WrapAll: ClassDecorator = ({ prototype }) => {
      const { say } = prototype as { say: () => string };
      prototype.say = function (this: unknown) {
        return `all(${say.call(this)})`;
      };
    };
    @Injectable()
    @WrapAll
    class AllWrapped {
      @Tool()
      say(): string {
        return 'hello';
      }
    }
    expect(await callAll(await boot(AllWrapped), 'say')).toEqual([text('all(hello)')]);
  });

  it('fails the boot where a guard that Nest has to make would be lost', async () => {
    @Injectable()
    class LostGuard {
      @WrapAnew('above')
      @Tool()
      @UseGuards(RefusingGuard)
      wipe(): string {
        return 'wiped';
      }
    }
    await expect(boot(LostGuard)).rejects.toThrow(
      'LostGuard.wipe: RefusingGuard would not run, since another decorator has replaced the method. Put @UseGuards() above that decorator',
    );
  });
});

describe('A method that @Tool() stands on and no provider has', () => {
  it('is named with its class', async () => {
    @Injectable()
    class LostTools {
      @Tool()
      one(): void {}

      @Tool()
      two(): void {}
    }
    expect(LostTools).toBeDefined();
    await boot();
    expect(warningsOf('LostTools')).toEqual([
      'warn [Tools] LostTools.one and LostTools.two have @Tool(), but LostTools is no provider of any module: list it in the providers of a module that is imported',
    ]);
  });

  it('is named where a subclass overrides it', async () => {
    @Injectable()
    class ParentTools {
      @Tool()
      say(): string {
        return 'parent';
      }
    }
    @Injectable()
    class ChildTools extends ParentTools {
      override say(): string {
        return 'child';
      }
    }
    await boot(ChildTools);
    expect(warningsOf('ChildTools')).toEqual([
      'warn [Tools] ChildTools.say overrides ParentTools.say without @Tool(), so it is not served: put @Tool() on it too',
    ]);
  });

  it.each<[string, () => Type]>([
    [
      'Odd.act is static, but @Tool() is for methods of instances: leave out "static"',
      () => {
        @Injectable()
        class Odd {
          @Tool()
          static act(): void {}
        }
        return Odd;
      },
    ],
    [
      'Odd.act has a symbol for a name, by which @Tool() cannot call it: give it an ordinary name',
      () => {
        const act = Symbol('act');
        @Injectable()
        class Odd {
          @Tool()
          [act](): void {}
        }
        return Odd;
      },
    ],
    [
      'Odd.act is a property or an accessor, but @Tool() is for methods: write it as one',
      () => {
        @Injectable()
        class Odd {
          act = (): void => {};
        }
        (Tool() as PropertyDecorator)(Odd.prototype, 'act');
        return Odd;
      },
    ],
    [
      'Odd.act was made an accessor by a decorator above @Tool(): leave that out, or put it on a method that the tool calls',
      () => {
        const Bind: MethodDecorator = (_prototype, _key, { value }) =>
          ({ configurable: true, get: () => value }) as object;
        @Injectable()
        class Odd {
          @Bind
          @Tool()
          act(): void {}
        }
        return Odd;
      },
    ],
  ])('fails the boot: %s', async (message, declare) => {
    await expect(boot(declare())).rejects.toThrow(message);
  });
});
