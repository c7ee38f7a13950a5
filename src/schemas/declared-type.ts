import type { JsonSchema } from '../protocol/index.js';
import type { DtoRule } from './dto-rule.js';
import { inSchema, inWords } from './rule-meaning.js';
import { A_DATE, DATE, isValidDate } from './value-rules.js';

interface DeclaredType {
  readonly code: string;
  readonly schema: JsonSchema;
  readonly words: string;
  readonly accepts: (value: unknown) => boolean;
}

const DECLARED = new Map<unknown, DeclaredType>([
  [String, typeOf('string', 'isString', 'a string')],
  [Number, typeOf('number', 'isNumber', 'a number')],
  [Boolean, typeOf('boolean', 'isBoolean', 'a boolean')],
  [Array, { ...typeOf('array', 'isArray', 'an array'), accepts: Array.isArray }],
  [Date, { code: 'isDate', schema: DATE, words: A_DATE, accepts: isValidDate }],
]);

/** The type that TypeScript wrote down, for a property whose decorators leave it open: `@IsOptional() name?: string`. */
export function toTypeRule(designType: unknown): DtoRule | undefined {
  const declared = DECLARED.get(designType);
  if (!declared) return undefined;
  const { code, schema, words, accepts } = declared;
  return {
    code,
    each: false,
    meaning: designType === Date ? inWords(schema, `Must be ${words}.`) : inSchema(schema),
    words: `Must be ${words}.`,
    isKnown: true,
    isWritten: false,
    accepts,
    messageFor: () => `must be ${words}`,
  };
}

function typeOf(type: string, code: string, words: string): DeclaredType {
  return { code, schema: { type }, words, accepts: (value) => typeof value === type };
}
