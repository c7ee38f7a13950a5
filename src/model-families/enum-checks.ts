import type { JsonSchema } from '../protocol/index.js';
import { type Check, inEachSchema } from './rule.js';

export const ENUM_WITH_NULL: Check = {
  mend: 'Leave null out of the values: @IsOptional() or .optional() says that a property may be missing',
  find: inEnums((values) => (values.includes(null) ? 'enum has null' : undefined)),
};

export const ENUM_WITHOUT_TYPE: Check = {
  mend: "Say the type of the values: { type: 'string', enum: [ … ] }",
  find: inEnums((_, { type }) => (type === undefined ? 'enum has no type' : undefined)),
};

export const ENUM_OF_SEVERAL_TYPES: Check = {
  mend: 'Use texts only',
  find: inEnums((values) => {
    const types = new Set(values.filter((value) => value !== null).map((value) => typeof value));
    if (types.size > 1) return `enum has values of several types: ${[...types].join(', ')}`;
    return types.has('boolean') || types.has('object') ? `enum has ${[...types][0]} values` : undefined;
  }),
};

export const ENUM_OF_NUMBERS: Check = {
  mend: 'Name the meaning of each number in the description, or use texts',
  find: inEnums((values) =>
    values.length > 0 && values.every((value) => typeof value === 'number') ? 'enum has numbers' : undefined,
  ),
};

export const ENUM_WITH_EMPTY_TEXT: Check = {
  mend: 'Leave the empty text out, and let the property be missing',
  find: inEnums((values) => (values.includes('') ? 'enum has an empty text' : undefined)),
};

function inEnums(
  judge: (values: readonly unknown[], schema: JsonSchema) => string | undefined,
): Check['find'] {
  return inEachSchema((schema) =>
    Array.isArray(schema['enum']) ? judge(schema['enum'] as unknown[], schema) : undefined,
  );
}
