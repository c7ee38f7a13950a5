import type { Ajv, SchemaValidateFunction } from 'ajv';

/**
 * Puts another `multipleOf` in the place of ajv's, which refuses 19.99 as a multiple of 0.01: their quotient as binary numbers
 * is 1998.9999999999998. This one takes what differs from a whole number by rounding alone.
 */
export function withMultipleOf(ajv: Ajv): Ajv {
  ajv.removeKeyword('multipleOf');
  return ajv.addKeyword({ keyword: 'multipleOf', type: 'number', schemaType: 'number', validate });
}

const validate: SchemaValidateFunction = (divisor: number, value: number) => {
  if (isMultiple(value, divisor)) return true;
  const message = `must be multiple of ${divisor}`;
  validate.errors = [{ keyword: 'multipleOf', params: { multipleOf: divisor }, message }];
  return false;
};

/** Value, divisor and quotient are each rounded, by half an epsilon at most. */
const MAX_ROUNDING = 2 * Number.EPSILON;

function isMultiple(value: number, divisor: number): boolean {
  const quotient = value / divisor;
  return Math.abs(Math.round(quotient) - quotient) <= Math.abs(quotient) * MAX_ROUNDING;
}
