import { z } from 'zod';

/** One environment variable: how its text is read, and what the documentation says of it. */
export interface Variable<Value> {
  readonly schema: z.ZodType<Value, string>;
  /** What the value has to be, as the error says it: `PORT must be …`. */
  readonly rule: string;
  readonly fallback: Value;
  /** How the documentation shows the default, where its value does not say it. */
  readonly shownDefault?: string;
  readonly description: string;
}

type Documented<Value> = Pick<Variable<Value>, 'fallback' | 'description' | 'shownDefault'>;

function variable<Value>(
  rule: string,
  read: (text: string) => Value | undefined,
  documented: Documented<Value>,
): Variable<Value> {
  const schema = z.string().transform((text, context) => {
    const value = read(text.trim());
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', message: rule, input: text });
    return z.NEVER;
  });
  return { schema: schema as z.ZodType<Value, string>, rule, ...documented };
}

export function integer(min: number, max: number, documented: Documented<number>): Variable<number> {
  const read = (text: string): number | undefined => inRange(/^\d+$/, text, min, max);
  return variable(`a whole number from ${min} to ${max}`, read, documented);
}

/** Seconds, with decimals. */
export function seconds(min: number, max: number, documented: Documented<number>): Variable<number> {
  const read = (text: string): number | undefined => inRange(/^\d+(?:\.\d+)?$/, text, min, max);
  return variable(`a number of seconds from ${min} to ${max}`, read, documented);
}

function inRange(pattern: RegExp, text: string, min: number, max: number): number | undefined {
  const value = Number(text);
  return pattern.test(text) && value >= min && value <= max ? value : undefined;
}

export function oneOf<const Value extends string>(
  values: readonly Value[],
  documented: Documented<Value | undefined>,
): Variable<Value | undefined> {
  return variable(
    `one of ${values.join(', ')}`,
    (text) => values.find((value) => value === text),
    documented,
  );
}

export function text(documented: Documented<string | undefined>): Variable<string | undefined> {
  return variable('text', (value) => value, documented);
}

/** Text of one form. */
export function matching(
  pattern: RegExp,
  rule: string,
  documented: Documented<string | undefined>,
): Variable<string | undefined> {
  return variable(rule, (value) => (pattern.test(value) ? value : undefined), documented);
}

/** Values separated by commas. */
export function list(
  isValid: (value: string) => boolean,
  rule: string,
  documented: Documented<readonly string[] | undefined>,
): Variable<readonly string[] | undefined> {
  return variable(rule, (value) => readList(value, isValid), documented);
}

export function readList(value: string, isValid: (value: string) => boolean): string[] | undefined {
  const members = value.split(',').map((member) => member.trim());
  return members.every(isValid) ? members : undefined;
}

export function custom<Value>(
  rule: string,
  read: (text: string) => Value | undefined,
  documented: Documented<Value>,
): Variable<Value> {
  return variable(rule, read, documented);
}
