import type { JsonSchema } from '../protocol/index.js';
import { type Check, inEachSchema } from './rule.js';

export const ARRAY_WITHOUT_ITEMS = withoutItems(({ type }) => type === 'array');

/** The same, where a list is one of several types. */
export const ANY_ARRAY_WITHOUT_ITEMS = withoutItems(({ type }) => [type].flat().includes('array'));

function withoutItems(isArray: (schema: JsonSchema) => boolean): Check {
  return {
    mend: 'Say what is in the list, such as @IsString({ each: true }) or z.array(z.string())',
    find: inEachSchema((schema) =>
      isArray(schema) && (schema['items'] ?? false) === false ? 'the list has no items' : undefined,
    ),
  };
}

export const ARRAY_OF_ANYTHING: Check = {
  mend: ARRAY_WITHOUT_ITEMS.mend,
  find: inEachSchema(({ items }) =>
    typeof items === 'object' && items !== null && Object.keys(items).length === 0
      ? 'the items of the list are anything'
      : undefined,
  ),
};

/** Up to draft 2019-09 a tuple was a list of schemas in `items`. */
export const ITEMS_IN_A_LIST: Check = {
  mend: 'Use one schema for items: name the parts by an object, or write prefixItems',
  find: inEachSchema(({ items }) => (Array.isArray(items) ? 'items is a list of schemas' : undefined)),
};
