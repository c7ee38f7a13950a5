import type { JsonSchema } from '../protocol/index.js';

export type JsonSchemaDialect = 'draft-07' | '2020-12';

const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';
const DRAFT_2020_12 = 'https://json-schema.org/draft/2020-12/schema';

/** Each is written with http and https, with an empty fragment and without. */
const DIALECTS = new Map<unknown, JsonSchemaDialect>([
  [undefined, '2020-12'],
  [withoutScheme(DRAFT_2020_12), '2020-12'],
  [withoutScheme(DRAFT_07), 'draft-07'],
]);

/**
 * zod-to-json-schema, TypeBox and tools of OpenAPI write draft-07.
 * @returns nothing for any other dialect
 */
export function dialectOf({ $schema }: JsonSchema): JsonSchemaDialect | undefined {
  return DIALECTS.get(typeof $schema === 'string' ? withoutScheme($schema) : $schema);
}

/** @throws Error for a dialect that is not known, with those that are */
export function requireDialect(schema: JsonSchema): JsonSchemaDialect {
  const dialect = dialectOf(schema);
  if (dialect) return dialect;
  throw new Error(
    `its $schema is ${JSON.stringify(schema['$schema'])}. Leave $schema out, or write "${DRAFT_2020_12}" or "${DRAFT_07}"`,
  );
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:/, '').replace(/#$/, '');
}
