import type { JsonSchema } from '../protocol/index.js';

/** References to references; a schema may refer to itself in its own place. */
const MAX_REFERENCES = 16;

/**
 * What a `$ref` to a part of the same document says, and what stands beside it.
 * @returns the schema as it is, for a reference to another document or to what is not there
 */
export function resolveReference(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let resolved = schema;
  for (let count = 0; count < MAX_REFERENCES; count++) {
    if (typeof resolved['$ref'] !== 'string') return resolved;
    const { $ref, ...others } = resolved;
    const found = findPart($ref, root);
    if (!isSchema(found)) return resolved;
    resolved = { ...found, ...others };
  }
  return resolved;
}

/**
 * The part of a document that a reference names, by RFC 6901 section 6. A part with an `$id` is a document of its own.
 * @returns nothing for another document, and for what is not there
 */
export function findPart(reference: string, root: JsonSchema): unknown {
  const pointer = decode(reference);
  if (pointer !== '#' && !pointer?.startsWith('#/')) return undefined;
  let part: unknown = root;
  for (const segment of pointer.split('/').slice(1)) {
    const key = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return undefined;
    part = (part as Readonly<Record<string, unknown>>)[key];
    if (isSchema(part) && isResource(part)) return undefined;
  }
  return part;
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isResource(schema: JsonSchema): boolean {
  return typeof schema['$id'] === 'string';
}

function decode(reference: string): string | undefined {
  try {
    return decodeURIComponent(reference);
  } catch {
    return undefined;
  }
}
