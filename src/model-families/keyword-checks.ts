import { type Check, inEachSchema } from './rule.js';

/** @param mend how to do without them */
export function keywords(names: readonly string[], mend: string): Check {
  return {
    mend,
    find: inEachSchema((schema) => {
      const found = names.filter((name) => Object.hasOwn(schema, name));
      return found.length > 0 ? `it has ${found.join(', ')}` : undefined;
    }),
  };
}

export const SEVERAL_TYPES: Check = {
  mend: 'Give it one type: @IsOptional() or .optional() says that a property may be missing',
  find: inEachSchema(({ type }) =>
    Array.isArray(type) ? `type is a list, ${JSON.stringify(type)}` : undefined,
  ),
};

export const BOOLEAN_SCHEMA: Check = {
  mend: 'Say what it may be, or write {} for anything',
  find: (_, nodes) =>
    nodes.flatMap(({ pointer, path, schema }) =>
      typeof schema === 'boolean' ? [{ pointer, path, what: `its schema is ${schema}` }] : [],
    ),
};

/** @param known the formats that are taken */
export function formatsBesides(known: readonly string[]): Check {
  return {
    mend: 'Say the format in the description too',
    find: inEachSchema(({ format }) =>
      typeof format === 'string' && !known.includes(format) ? `it has the format ${format}` : undefined,
    ),
  };
}
