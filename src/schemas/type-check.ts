import type { DtoRule } from './dto-rule.js';
import { intersect } from './schema-intersection.js';
import { A_DATE, DATE_RULES, isOpen, isValidDate } from './value-rules.js';

/** What is asked of a value first: one of the wrong type fails each rule, which tells a model nothing. */
export interface TypeCheck {
  readonly code: string;
  accepts(value: unknown): boolean;
  messageFor(value: unknown, object: object): string;
}

/** Rules whose messages say best what a value of another type should be, the best first. */
const CHOICES = ['isEnum', 'isIn', 'equals'];
const TYPES = [
  'isInt',
  'isNumber',
  'isString',
  'isBoolean',
  'isArray',
  'isObject',
  'isNotEmptyObject',
  'isDate',
];

/** @returns nothing where the rules leave the type open */
export function toTypeCheck(rules: readonly DtoRule[], isNullable = false): TypeCheck | undefined {
  const check = readTypeCheck(rules);
  if (!check || !isNullable) return check;
  return { ...check, messageFor: (value, object) => `${check.messageFor(value, object)}, or null` };
}

function readTypeCheck(rules: readonly DtoRule[]): TypeCheck | undefined {
  if (rules.some(({ code, isKnown }) => isKnown && DATE_RULES.has(code))) return toDateCheck(rules);
  const known = rules.filter(({ isKnown }) => isKnown);
  const { type } = intersect(known.map(({ meaning }) => meaning.schema));
  if (isOpen(type)) return undefined;
  const types = (Array.isArray(type) ? type : [type]) as string[];
  const teller = [...CHOICES, ...TYPES].map((code) => known.find((rule) => rule.code === code)).find(Boolean);
  return {
    code: teller?.code ?? CODES[types[0]!] ?? 'type',
    accepts: acceptorOf(types),
    messageFor: (value, object) =>
      teller?.messageFor(value, object) ?? `must be ${types.map((one) => WORDS[one] ?? one).join(' or ')}`,
  };
}

function toDateCheck(rules: readonly DtoRule[]): TypeCheck {
  const teller = rules.find(({ code }) => code === 'isDate');
  return {
    code: 'isDate',
    accepts: isValidDate,
    messageFor: (value, object) => teller?.messageFor(value, object) ?? `must be ${A_DATE}`,
  };
}

const CODES: Readonly<Record<string, string>> = {
  string: 'isString',
  number: 'isNumber',
  integer: 'isInt',
  boolean: 'isBoolean',
  array: 'isArray',
  object: 'isObject',
};

const WORDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'a boolean',
  array: 'an array',
  object: 'an object',
  null: 'null',
};

function acceptorOf(types: readonly string[]): (value: unknown) => boolean {
  const acceptors = types.map((type) => ACCEPTORS[type] ?? ((value: unknown) => typeof value === type));
  const [first] = acceptors;
  return acceptors.length === 1 ? first! : (value) => acceptors.some((accepts) => accepts(value));
}

const ACCEPTORS: Readonly<Record<string, (value: unknown) => boolean>> = {
  array: Array.isArray,
  null: (value) => value === null,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  integer: Number.isInteger,
};
