import type { Params } from '../protocol/index.js';
import { ENOUGH_ISSUES, type Input, type InputIssue, type ParsedInput, toParsedInput } from './input.js';
import { BOOLEAN, FRACTION, INTEGER, TEXT } from './lenient-types.js';
import { readTextArguments, type TextArgument } from './text-argument.js';

/**
 * An input whose arguments come as text, such as those of a prompt: numbers and booleans are read from it, as people type
 * them. Then the input's own verdict follows.
 */
export class TextInput {
  readonly arguments: readonly TextArgument[];
  private readonly byName: ReadonlyMap<string, TextArgument>;

  /** @throws ConfigurationError for an argument that cannot come as text */
  constructor(
    private readonly input: Input,
    label: string,
  ) {
    this.arguments = readTextArguments(input.schema, label);
    this.byName = new Map(this.arguments.map((argument) => [argument.name, argument]));
  }

  parse(args: Params): ParsedInput | PromiseLike<ParsedInput> {
    const entries = Object.entries(args);
    const wrong = entries.filter(([, value]) => typeof value !== 'string').slice(0, ENOUGH_ISSUES);
    if (wrong.length > 0) return toParsedInput(undefined, wrong.map(notText));
    const read = (entries as [string, string][]).flatMap(([name, text]) => this.read(name, text));
    return this.input.parse(Object.fromEntries(read));
  }

  /** Forms send empty text for what is left empty. */
  private read(name: string, text: string): [string, unknown][] {
    const argument = this.byName.get(name);
    if (!argument) return [[name, text]];
    const isLeftOut = text === '' && !argument.isRequired && !takesEmpty(argument);
    return isLeftOut ? [] : [[name, readText(text, argument.types)]];
  }
}

function takesEmpty({ types, values }: TextArgument): boolean {
  return (types & TEXT) !== 0 && (values === undefined || values.includes(''));
}

/** Text that stands for nothing else is left to the verdict. */
function readText(text: string, types: number): unknown {
  if (types & TEXT) return text;
  if (types & BOOLEAN && (text === 'true' || text === 'false')) return text === 'true';
  return (types & (INTEGER | FRACTION) ? toNumber(text) : undefined) ?? text;
}

const NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** `007` and `1.50` are numbers to people. Of a larger one digits would be lost. */
function toNumber(text: string): number | undefined {
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : undefined;
}

function notText([path]: [string, unknown]): InputIssue {
  return { path, code: 'notText', message: 'must be text' };
}
