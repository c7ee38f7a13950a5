interface ZodPart {
  readonly _zod?: { readonly def: Readonly<Record<string, unknown>> };
}

/**
 * Where a zod schema has the part that makes no JSON Schema, which zod's error does not say: `when.from`, `rows[].at`.
 * @param makesSchema whether a part makes one
 * @returns an empty text for the schema itself, and for what is not of zod
 */
export function findUndescribed(schema: object, makesSchema: (part: object) => boolean): string {
  const seen = new Set<object>();
  let path = '';
  for (let part: object | undefined = schema; part && !seen.has(part);) {
    seen.add(part);
    const found: Child | undefined = childrenOf(part).find((child) => !makesSchema(child.part));
    path += found?.step ?? '';
    part = found?.part;
  }
  return path.replace(/^\./, '');
}

interface Child {
  readonly step: string;
  readonly part: object;
}

/** Each zod part that a definition names, holds in a list, or by the names of properties. */
function childrenOf({ _zod: zod }: ZodPart): Child[] {
  return Object.entries(zod?.def ?? {}).flatMap(([key, value]) => {
    if (typeof value !== 'object' || value === null) return [];
    if (isPart(value)) return [{ step: LISTS.has(key) ? '[]' : '', part: value }];
    return Object.entries(value)
      .filter((entry): entry is [string, object] => isPart(entry[1]))
      .map(([name, member]) => ({ step: key === 'shape' ? `.${name}` : '', part: member }));
  });
}

function isPart(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '_zod' in value;
}

const LISTS = new Set(['element', 'rest']);
