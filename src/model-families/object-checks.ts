import { atTheTop, type Check, inEachSchema } from './rule.js';
import { isObject, unescapePointer } from './schema-nodes.js';

export const INPUT_OF_NO_OBJECT: Check = {
  mend: "Make the input an object: { type: 'object', properties: { … } }",
  find: atTheTop(({ type }) => (type === 'object' ? undefined : 'the input is not an object')),
};

export const INPUT_WITHOUT_PROPERTIES: Check = {
  mend: "Write properties, even if there are none: { type: 'object', properties: {} }",
  // Those of a choice stand in its alternatives, and it has to go from the top anyway.
  find: atTheTop((schema) =>
    schema['properties'] === undefined && !CHOICES.some((keyword) => keyword in schema)
      ? 'the input has no properties'
      : undefined,
  ),
};

const CHOICES = ['anyOf', 'oneOf', 'allOf'];

/** @param keywords that may not stand next to the properties of the whole input */
export function topLevelWith(keywords: readonly string[]): Check {
  return {
    mend: 'Take it from the top: put the choice into a property, or check it in the tool',
    find: atTheTop((schema) => {
      const found = keywords.filter((keyword) => keyword in schema);
      return found.length > 0 ? `the input has ${found.join(', ')} at its top` : undefined;
    }),
  };
}

export const REQUIRED_BUT_UNKNOWN: Check = {
  mend: 'Let required name only what stands in properties next to it',
  find: inEachSchema(({ required, properties }) => {
    if (!Array.isArray(required)) return undefined;
    const known = isObject(properties) ? properties : {};
    const unknown = required.filter((name) => !Object.hasOwn(known, name as string));
    return unknown.length > 0
      ? `required names a property that it does not have: ${unknown.join(', ')}`
      : undefined;
  }),
};

export const PROPERTIES_OF_NO_OBJECT: Check = {
  mend: "Give it type: 'object', or take properties and required away",
  find: inEachSchema((schema) => {
    const { type } = schema;
    const members = ['properties', 'required'].filter((keyword) => keyword in schema);
    return typeof type === 'string' && type !== 'object' && members.length > 0
      ? `${members.join(', ')} of type ${type}`
      : undefined;
  }),
};

/** @param pattern of a property's name at the top of the input */
export function propertiesUnlike(pattern: RegExp, words: string): Check {
  return {
    mend: `Name properties with ${words}`,
    find: (_, nodes) =>
      nodes.flatMap(({ pointer, path }) => {
        const [, name] = /^\/inputSchema\/properties\/([^/]*)$/.exec(pointer) ?? [];
        const isFaulty = name !== undefined && !pattern.test(unescapePointer(name));
        return isFaulty
          ? [{ pointer, path, what: `"${unescapePointer(name)}" is not a valid name of a property` }]
          : [];
      }),
  };
}
