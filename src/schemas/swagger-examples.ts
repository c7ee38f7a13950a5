/** What @nestjs/swagger, and TypeScript, say of the type of a property. */
interface SwaggerType {
  /** What TypeScript wrote down. Mapped types have none. */
  readonly designType?: unknown;
  /** A class, or a function that returns one, as the CLI plugin writes it. */
  readonly type?: unknown;
  /** An enum of TypeScript, a list of values, or a function that returns one of them. */
  readonly enum?: unknown;
  readonly isArray?: boolean;
  readonly nullable?: boolean;
}

const TYPE_NAMES = new Map<unknown, string>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
]);

/**
 * Whether an example can be a value of its property. The CLI plugin takes the text of a comment for the value where it cannot
 * read it: `@example Level.High`. A reference is of the OpenAPI document, which clients do not have.
 */
export function fitsSwagger(example: unknown, { designType, type, isArray, ...said }: SwaggerType): boolean {
  if (isReference(example)) return false;
  if (example === null && said.nullable) return true;
  const choices = choicesOf(said.enum);
  if (choices)
    return isArray
      ? Array.isArray(example) && example.every((one) => choices.includes(one))
      : choices.includes(example);
  const stated = designType ?? unwrap(type);
  if (stated === Array || isArray || Array.isArray(stated)) return Array.isArray(example);
  const name = TYPE_NAMES.get(stated);
  return name === undefined || typeof example === name;
}

function isReference(example: unknown): boolean {
  return typeof example === 'object' && example !== null && '$ref' in example;
}

/** An enum of numbers has its names as values too. */
function choicesOf(given: unknown): unknown[] | undefined {
  const choices = unwrap(given);
  if (typeof choices !== 'object' || choices === null) return undefined;
  if (Array.isArray(choices)) return choices;
  return Object.entries(choices)
    .filter(([key]) => !/^-?\d+(?:\.\d+)?$/.test(key))
    .map(([, value]) => value as unknown);
}

/** Classes are functions too, with a prototype. */
function unwrap(given: unknown): unknown {
  return typeof given === 'function' && !('prototype' in given) ? (given as () => unknown)() : given;
}
