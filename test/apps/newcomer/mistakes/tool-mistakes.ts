import { Injectable } from '@nestjs/common';
import { IsInt } from 'class-validator';
import * as v from 'valibot';
import { z } from 'zod';
import { type ContentBlock, content, type McpContext, Tool } from '../../../../src/index.js';

interface Person {
  readonly name: string;
}

@Injectable()
export class InterfaceTools {
  @Tool() greet(person: Person): string {
    return person.name;
  }
}

@Injectable()
export class PlainTextTools {
  @Tool() greet(name: string): string {
    return name;
  }
}

class Id {
  @IsInt() id!: number;
}

@Injectable()
export class TwoInputsTools {
  @Tool() greet(input: Id, context: McpContext): string {
    return `${input.id} for ${context.principal.id}`;
  }
}

@Injectable()
export class SpacedNameTools {
  @Tool({ name: 'greet somebody' }) greet(): string {
    return 'Hello';
  }
}

@Injectable()
export class WordyRateTools {
  @Tool({ rate: '10 per minute' }) greet(): string {
    return 'Hello';
  }
}

@Injectable()
export class NoValuesTools {
  @Tool({ input: z.object({ name: z.string() }), maxValues: 0 }) greet({ name }: Person): string {
    return name;
  }
}

@Injectable()
export class NegativeTimeoutTools {
  @Tool({ timeoutMs: -1 }) greet(): string {
    return 'Hello';
  }
}

@Injectable()
export class NoTimeoutTools {
  @Tool({ timeoutMs: Number('10 s') }) greet(): string {
    return 'Hello';
  }
}

@Injectable()
export class LongTimeoutTools {
  @Tool({ timeoutMs: 3_000_000_000 }) greet(): string {
    return 'Hello';
  }
}

@Injectable()
export class NoPlacesTools {
  @Tool({ concurrency: 0 }) greet(): string {
    return 'Hello';
  }
}

@Injectable()
export class BareValibotTools {
  @Tool({ input: v.object({ name: v.string() }) }) greet({ name }: Person): string {
    return name;
  }
}

@Injectable()
export class BareValibotOutputTools {
  @Tool({ output: v.object({ name: v.string() }) }) greet(): Person {
    return { name: 'Ann' };
  }
}

@Injectable()
export class DateTools {
  @Tool({ input: z.object({ since: z.date() }) }) search({ since }: { since: Date }): string {
    return since.toISOString();
  }
}

@Injectable()
export class TextSchemaTools {
  @Tool({ input: z.string() }) greet(name: string): string {
    return name;
  }
}

@Injectable()
export class ForeignReferenceTools {
  @Tool({ input: { type: 'object', properties: { id: { $ref: 'https://example.com/id.json' } } } })
  find({ id }: Id): number {
    return id;
  }
}

@Injectable()
export class TextOutputTools {
  @Tool({ output: z.string() }) greet(): string {
    return 'Hello';
  }
}

class WithoutRules {
  id!: number;
}

@Injectable()
export class UndecoratedOutputTools {
  @Tool({ output: WithoutRules }) first(): WithoutRules {
    return { id: 1 };
  }
}

@Injectable()
export class DateOutputTools {
  @Tool({ output: z.object({ since: z.date() }) }) first(): { since: Date } {
    return { since: new Date(0) };
  }
}

@Injectable()
export class SameNameTools {
  @Tool() label(): ContentBlock {
    return content.text('one');
  }

  @Tool({ name: 'label' }) print(): ContentBlock {
    return content.text('two');
  }
}
