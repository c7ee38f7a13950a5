interface ZodPart {
  readonly _zod?: { readonly def: object; readonly innerType?: unknown };
}

/** Every regular expression of a zod schema: JSON Schema shows none of those behind `.transform().pipe()`. */
export function patternsOfZod(schema: object): RegExp[] {
  const patterns: RegExp[] = [];
  const parts = new Set<object>([schema]);
  for (const part of parts) {
    if (part instanceof RegExp) patterns.push(part);
    const { _zod: zod } = part as ZodPart;
    const members: unknown[] = zod ? [zod.def, zod.innerType] : isPlain(part) ? Object.values(part) : [];
    for (const member of members) if (typeof member === 'object' && member !== null) parts.add(member);
  }
  return patterns;
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);
}
