import { findExcess, type JsonExcess, MAX_JSON_DEPTH } from '../protocol/index.js';
import { countValues } from './count-values.js';
import { ENOUGH_ISSUES, type InputIssue } from './input.js';
import type { LenientPlan } from './lenient-plan.js';
import { ARRAY, BOOLEAN, FRACTION, INTEGER, OBJECT } from './lenient-types.js';

type Members = Readonly<Record<string, unknown>>;

/** A message and its params, around the arguments. */
const LEVELS_AROUND = 2;

/** One call's arguments, read as they are meant. What is given stays as it is: others may still look at it. */
export class LenientReading {
  /** JSON text that is above a bound: the arguments are not to be used. */
  excess: InputIssue | undefined;
  private readonly path: (string | number)[] = [];
  /** JSON values that text may still become; counted once there is such a text. */
  private valuesLeft: number | undefined;
  /** Texts that begin like JSON, but are not: each costs time, and a result tells only so many. */
  private brokenTexts = 0;

  /** @param maxValues JSON values that the arguments may have, those in JSON text included */
  constructor(
    private readonly args: Members,
    private readonly maxValues: number,
  ) {}

  read(value: unknown, plan: LenientPlan): unknown {
    const meant = typeof value === 'string' ? this.readText(value, plan.meant) : value;
    if (typeof meant !== 'object' || meant === null || this.excess) return meant;
    return Array.isArray(meant) ? this.readMembers(meant, plan) : this.readProperties(meant as Members, plan);
  }

  private readMembers(values: readonly unknown[], { prefix, members }: LenientPlan): readonly unknown[] {
    let read: unknown[] | undefined;
    for (const [index, value] of values.entries()) {
      const plan = index < prefix.length ? prefix[index] : members;
      const meant = plan ? this.readInner(index, value, plan) : value;
      if (meant !== value) (read ??= [...values])[index] = meant;
    }
    return read ?? values;
  }

  private readProperties(values: Members, { properties, otherProperties }: LenientPlan): Members {
    let read: Record<string, unknown> | undefined;
    for (const key of Object.keys(values)) {
      const plan = properties.has(key) ? properties.get(key) : otherProperties;
      const meant = plan ? this.readInner(key, values[key], plan) : values[key];
      // Also a key `__proto__` is replaced, and sets no prototype: the copy has it as its own.
      if (meant !== values[key]) (read ??= { ...values })[key] = meant;
    }
    return read ?? values;
  }

  private readInner(key: string | number, value: unknown, plan: LenientPlan): unknown {
    this.path.push(key);
    const meant = this.read(value, plan);
    this.path.pop();
    return meant;
  }

  /** Text that stands for nothing else is left to the verdict. */
  private readText(text: string, meant: number): unknown {
    if (meant & BOOLEAN && (text === 'true' || text === 'false')) return text === 'true';
    const number = meant & (INTEGER | FRACTION) ? toNumber(text, meant) : undefined;
    if (number !== undefined) return number;
    const [, bracket] = /^[\t\n\r ]*([[{])/.exec(text) ?? [];
    return bracket && meant & (bracket === '[' ? ARRAY : OBJECT) ? this.parse(text) : text;
  }

  private parse(text: string): unknown {
    if (this.brokenTexts >= ENOUGH_ISSUES) return text;
    this.valuesLeft ??= this.maxValues - countValues(this.args, this.maxValues);
    const levels = MAX_JSON_DEPTH - LEVELS_AROUND - this.path.length;
    // The text itself counts already.
    const excess = findExcess(Buffer.from(text), this.valuesLeft + 1, levels);
    if (excess) {
      this.excess ??= this.toIssue(excess);
      return text;
    }
    try {
      const value: unknown = JSON.parse(text);
      this.valuesLeft -= countValues(value, this.maxValues) - 1;
      return value;
    } catch {
      this.brokenTexts++;
      return text;
    }
  }

  private toIssue(excess: JsonExcess): InputIssue {
    const path = this.path.join('.');
    return excess === 'values'
      ? {
          path,
          code: 'tooManyValues',
          message: `With this text, the arguments have more than ${this.maxValues} JSON values`,
        }
      : {
          path,
          code: 'tooDeep',
          message: `With this text, the message nests more than ${MAX_JSON_DEPTH} levels`,
        };
  }
}

/** Only text that a number is written as: no digit is lost. */
function toNumber(text: string, types: number): number | undefined {
  const number = Number(text);
  if (String(number) !== text || !(Math.abs(number) <= Number.MAX_SAFE_INTEGER)) return undefined;
  return types & (Number.isInteger(number) ? INTEGER : FRACTION) ? number : undefined;
}
