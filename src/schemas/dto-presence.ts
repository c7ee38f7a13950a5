import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';

type Condition = (object: object, value: unknown) => unknown;

/** When the rules of a property do not apply. */
export interface DtoPresence {
  readonly conditions: readonly Condition[];
  readonly allowsUndefined: boolean;
  readonly allowsNull: boolean;
  /** `@ValidateIf()` excepts null: the method wants to see it. `@IsOptional()` excepts it too, but means that it is absent. */
  readonly wantsNull: boolean;
  /** Whether they apply to every other value; else the condition is none that JSON Schema can say. */
  readonly isExpressible: boolean;
}

/** What `@IsOptional()` and `@ValidateIf()` mean, found by asking them about values at boot. */
export function readPresence(name: string, metadata: readonly ValidationMetadata[]): DtoPresence {
  const conditional = metadata.filter(({ type }) => type === 'conditionalValidation');
  const conditions = conditional.map(toCondition);
  const declared = conditional.filter((one) => one.name !== 'isOptional').map(toCondition);
  return {
    conditions,
    allowsUndefined: conditions.some((condition) => ask(condition, name, undefined) === false),
    allowsNull: conditions.some((condition) => ask(condition, name, null) === false),
    wantsNull: declared.some((condition) => ask(condition, name, null) === false),
    isExpressible: conditions.every(
      (condition) =>
        [...SAMPLES, ...literalsIn(condition)].every((value) => ask(condition, name, value) === true) &&
        [undefined, null].every((value) => ask(condition, name, value) !== undefined),
    ),
  };
}

function toCondition({ constraints }: ValidationMetadata): Condition {
  return (constraints as Condition[])[0]!;
}

const SAMPLES: readonly unknown[] = [
  '',
  'text',
  0,
  1,
  -1,
  0.5,
  1e9,
  true,
  false,
  [],
  ['text'],
  [1],
  {},
  { a: 1 },
];

/** @returns nothing if the condition looks at more of the object than the property itself */
function ask(condition: Condition, name: string, value: unknown): boolean | undefined {
  const object = new Proxy<object>(
    {},
    {
      get: (_, key) => (key === name ? value : refuse()),
      has: refuse,
      ownKeys: refuse,
      getOwnPropertyDescriptor: refuse,
      getPrototypeOf: refuse,
    },
  );
  try {
    return Boolean(condition(object, value));
  } catch {
    return undefined;
  }
}

function refuse(): never {
  throw new TypeError('A condition on other properties');
}

/** A condition such as `value !== 'none'` excepts a value that no sample has. */
function literalsIn(condition: Condition): unknown[] {
  const literals = String(condition).matchAll(/(['"`])((?:(?!\1).)*)\1|-?\d+(?:\.\d+)?/g);
  return [...literals].map(([literal, quote, text]) => (quote ? text : Number(literal)));
}
