import { z } from 'zod';

/** One environment variable: how its text is read, and what the documentation says of it. */
export interface Variable<Value> {
  readonly schema: z.ZodType<Value, string>;
  /** What the value has to be, as the error says it: `PORT must be …`. */
  readonly rule: string;
  readonly fallback: Value;
  /** How the documentation shows the default, where its value does not say it. */
  readonly shownDefault?: string;
  /** Whether its value is never shown, not even when it is a bad one. */
  readonly isSecret?: boolean;
  readonly description: string;
}

type Documented<Value> = Pick<Variable<Value>, 'fallback' | 'description' | 'shownDefault' | 'isSecret'>;

function variable<Value>(
  rule: string,
  read: (value: string) => Value | undefined,
  documented: Documented<Value>,
): Variable<Value> {
  const schema = z.string().transform((given, context) => {
    const value = read(given.trim());
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', message: rule, input: given });
    return z.NEVER;
  });
  return { schema, rule, ...documented };
}

export function integer(min: number, max: number, documented: Documented<number>): Variable<number> {
  const read = (value: string): number | undefined => inRange(/^\d+$/, value, min, max);
  return variable(`a whole number from ${min} to ${max}`, read, documented);
}

/** Seconds, with decimals. */
export function seconds(min: number, max: number, documented: Documented<number>): Variable<number> {
  const read = (value: string): number | undefined => inRange(/^\d+(?:\.\d+)?$/, value, min, max);
  return variable(`a number of seconds from ${min} to ${max}`, read, documented);
}

function inRange(pattern: RegExp, given: string, min: number, max: number): number | undefined {
  const value = Number(given);
  return pattern.test(given) && value >= min && value <= max ? value : undefined;
}

export function oneOf<const Value extends string>(
  values: readonly Value[],
  documented: Documented<Value | undefined>,
): Variable<Value | undefined> {
  return variable(
    `one of ${values.join(', ')}`,
    (value) => values.find((known) => known === value),
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
  read: (value: string) => Value | undefined,
  documented: Documented<Value>,
): Variable<Value> {
  return variable(rule, read, documented);
}
