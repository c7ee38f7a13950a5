const DESCRIPTIONS = 'rookery:descriptions';

/** Describes a property of an input class; the text becomes its `description` in the JSON Schema. */
export const Describe =
  (description: string): PropertyDecorator =>
  (prototype, property): void => {
    const known = descriptionsOf(prototype);
    Reflect.defineMetadata(DESCRIPTIONS, { ...known, [property]: description }, prototype);
  };

export function descriptionsOf(prototype: object): Readonly<Record<string | symbol, string>> {
  return (Reflect.getMetadata(DESCRIPTIONS, prototype) ?? {}) as Record<string, string>;
}
