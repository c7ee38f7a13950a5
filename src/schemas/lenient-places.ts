import type { JsonSchema } from '../protocol/index.js';
import { dialectOf } from './json-schema-dialect.js';
import { ANY_TYPE, ARRAY, NO_TYPE, OBJECT, typesIn } from './lenient-types.js';
import { findPart, isResource, isSchema } from './schema-reference.js';

/**
 * What a schema says of one place of a value, never less than it allows there: what is not understood allows everything.
 * Two places with one key say the same.
 */
export interface SchemaPlace {
  readonly key: string;
  readonly types: number;
  /** The properties that it names. */
  readonly names: readonly string[];
  /** How many members of an array have a place of their own. */
  readonly prefixLength: number;
  property(name: string): SchemaPlace;
  /** Of a property that it does not name. */
  otherProperty(): SchemaPlace;
  member(index: number): SchemaPlace;
}

/** Where anything may stand, and where nothing may. */
export const ANYTHING = uniform('*', ANY_TYPE);
const NOTHING = uniform('-', NO_TYPE);

function uniform(key: string, types: number): SchemaPlace {
  const place: SchemaPlace = {
    key,
    types,
    names: [],
    prefixLength: 0,
    property: () => place,
    otherProperty: () => place,
    member: () => place,
  };
  return place;
}

/** A combination of very many schemas is not followed. */
const MAX_KEY_LENGTH = 1_000;

/** What several places say together: of a value that fulfils all of them, or any. */
function combine(all: boolean, given: readonly SchemaPlace[]): SchemaPlace {
  const [neutral, decisive] = all ? [ANYTHING, NOTHING] : [NOTHING, ANYTHING];
  if (given.includes(decisive)) return decisive;
  const byKey = new Map(given.filter((place) => place !== neutral).map((place) => [place.key, place]));
  const places = [...byKey.values()];
  if (places.length < 2) return places[0] ?? neutral;
  const key = `${all ? '&' : '|'}(${[...byKey.keys()].toSorted().join()})`;
  if (key.length > MAX_KEY_LENGTH) return ANYTHING;
  const types = places.map((place) => place.types);
  return {
    key,
    types: types.reduce((one, other) => (all ? one & other : one | other)),
    names: [...new Set(places.flatMap(({ names }) => names))],
    prefixLength: Math.max(...places.map(({ prefixLength }) => prefixLength)),
    property: (name) =>
      combine(
        all,
        places.map((place) => place.property(name)),
      ),
    otherProperty: () =>
      combine(
        all,
        places.map((place) => place.otherProperty()),
      ),
    member: (index) =>
      combine(
        all,
        places.map((place) => place.member(index)),
      ),
  };
}

/** The places of one JSON Schema; of its references, those are followed that lead into it. */
export class SchemaPlaces {
  private readonly known = new Map<unknown, SchemaPlace>();
  private readonly isDraft07: boolean;

  constructor(private readonly root: JsonSchema) {
    this.isDraft07 = dialectOf(root) === 'draft-07';
  }

  /** @returns what a schema of the document says, with all that it combines and refers to */
  of(schema: unknown): SchemaPlace {
    if (schema === false) return NOTHING;
    if (!isSchema(schema)) return ANYTHING;
    const known = this.known.get(schema);
    if (known) return known;
    // Asked for while it is made, it refers to itself in its own place.
    this.known.set(schema, ANYTHING);
    const place = isResource(schema) && schema !== this.root ? ANYTHING : this.read(schema);
    this.known.set(schema, place);
    return place;
  }

  private read(schema: JsonSchema): SchemaPlace {
    const { allOf, anyOf, oneOf, $ref } = schema;
    const places = [this.readOwn(schema)];
    if (Array.isArray(allOf)) places.push(...allOf.map((one) => this.of(one)));
    for (const some of [anyOf, oneOf])
      if (Array.isArray(some))
        places.push(
          combine(
            false,
            some.map((one) => this.of(one)),
          ),
        );
    if (typeof $ref === 'string') places.push(this.of(findPart($ref, this.root)));
    return combine(true, places);
  }

  /** What its keywords say that combine nothing. */
  private readOwn(schema: JsonSchema): SchemaPlace {
    const types = typesIn(schema);
    const properties = isSchema(schema['properties']) ? schema['properties'] : {};
    const { prefixItems } = schema;
    const prefix: unknown[] = Array.isArray(prefixItems) && !this.isDraft07 ? prefixItems : [];
    const others = (): SchemaPlace => (types & OBJECT ? this.ofOthers(schema) : NOTHING);
    return {
      // One more with each schema.
      key: `${this.known.size}`,
      types,
      names: types & OBJECT ? Object.keys(properties) : [],
      prefixLength: types & ARRAY ? prefix.length : 0,
      property: (name) =>
        types & OBJECT && Object.hasOwn(properties, name) ? this.of(properties[name]) : others(),
      otherProperty: others,
      member: (index) =>
        types & ARRAY ? this.of(index < prefix.length ? prefix[index] : schema['items']) : NOTHING,
    };
  }

  /** A name may match a pattern or none. */
  private ofOthers({ additionalProperties, patternProperties }: JsonSchema): SchemaPlace {
    const matched = isSchema(patternProperties) ? Object.values(patternProperties) : [];
    return combine(
      false,
      [additionalProperties, ...matched].map((one) => this.of(one)),
    );
  }
}
