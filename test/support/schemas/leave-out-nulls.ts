/** The parts of a JSON Schema of a class that say where null stands. */
interface Shape {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly additionalProperties?: Shape;
  readonly oneOf?: readonly Shape[];
  readonly anyOf?: readonly Shape[];
  readonly not?: Shape;
  readonly type?: string;
  readonly enum?: readonly unknown[];
}

/** Arguments as a class takes them: `null` for a property that may be left out means that it is. */
export function leaveOutNulls(root: Shape, value: unknown, given: Shape = root): unknown {
  const shape = given.$ref === undefined ? given : resolve(root, given.$ref);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => leaveOutNulls(root, one, shape.items ?? {}));
  const { kind } = value as { kind?: unknown };
  const one = shape.oneOf
    ?.map((member) => (member.$ref === undefined ? member : resolve(root, member.$ref)))
    .find(({ properties }) => properties?.['kind']?.enum?.includes(kind));
  const { properties = {}, required = [], additionalProperties } = one ?? shape;
  const entries = Object.entries(value)
    .filter(([key, member]) => {
      const declared = Object.hasOwn(properties, key) ? properties[key]! : {};
      return member !== null || takesNull(declared) || required.includes(key);
    })
    .map(([key, member]) => [
      key,
      leaveOutNulls(
        root,
        member,
        (Object.hasOwn(properties, key) ? properties[key] : additionalProperties) || {},
      ),
    ]);
  return Object.fromEntries(entries);
}

function takesNull({ type, anyOf, not, oneOf, $ref }: Shape): boolean {
  if (type ?? oneOf ?? $ref) return type === 'null';
  if (anyOf) return anyOf.some(takesNull);
  return not ? !takesNull({ anyOf: [not] }) : true;
}

function resolve(root: Shape, ref: string): Shape {
  return ref
    .split('/')
    .slice(1)
    .reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], root) as Shape;
}
