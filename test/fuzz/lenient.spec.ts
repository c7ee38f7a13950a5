import * as fc from 'fast-check';
import type { ObjectSchema, Params } from '../../src/protocol/index.js';
import { createInput, type ParsedInput } from '../../src/schemas/index.js';
import { assertHolds } from './assert-holds.js';

const key = fc.constantFrom('a', 'b');

/** JSON Schemas that combine, refer and nest; the root has two in `$defs`. */
const { schema } = fc.letrec<{ schema: unknown }>((tie) => {
  const inner = tie('schema');
  const some = fc.array(inner, { minLength: 2, maxLength: 2 });
  const named = fc.dictionary(key, inner, { minKeys: 1 });
  const type = fc.constantFrom('string', 'integer', 'boolean', 'array', 'object', ['integer', 'string']);
  return {
    schema: fc.oneof(
      { maxDepth: 3 },
      { weight: 6, arbitrary: fc.record({ type }) },
      fc.constantFrom(true, false, {}, { minLength: 1 }, { enum: [1, '1', '5'] }, { const: 'true' }),
      key.map((name) => ({ $ref: `#/$defs/${name}` })),
      { weight: 3, arbitrary: fc.record({ anyOf: some }) },
      fc.record({ oneOf: some }),
      fc.record({ allOf: some }),
      fc.record({ not: inner }),
      fc.record({ type: fc.constant('array'), items: inner }),
      fc.record({ type: fc.constant('array'), prefixItems: some, items: inner }),
      fc.record({ type: fc.constant('object'), properties: named, additionalProperties: inner }),
      fc.record({ type: fc.constant('object'), patternProperties: fc.record({ '^a': inner }) }),
    ),
  };
});

const text = fc.constantFrom('a', '1', '5', 'true', '[1]', '["1"]', '{"a":"1"}', '{"a":"[]"}');
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    { weight: 4, arbitrary: text },
    fc.array(tie('value'), { minLength: 1, maxLength: 2 }),
    fc.dictionary(key, tie('value'), { minKeys: 1 }),
  ),
}));

/** What a method gets of the arguments; nothing, if they are refused. */
function read(input: ObjectSchema, args: Params, maxLenientValues?: number): { value: unknown } | undefined {
  const parsed = createInput({ schema: input, parameter: undefined, maxLenientValues }, 'T.t').parse(args);
  return 'value' in (parsed as ParsedInput) ? (parsed as { value: unknown }) : undefined;
}

describe('A lenient input', () => {
  it('gives what a strict one gives, for all that a strict one accepts', () => {
    const document = fc.record({
      type: fc.constant('object' as const),
      properties: fc.record({ a: schema }),
      $defs: fc.record({ a: schema, b: schema }),
    });
    let accepted = 0;
    assertHolds(
      fc.property(document, fc.record({ a: value }), (input, args) => {
        let strict: { value: unknown } | undefined;
        try {
          strict = read(input, args);
        } catch {
          // A reference that leads to itself in its own place is refused at boot.
          fc.pre(false);
        }
        if (strict) accepted++;
        const given = structuredClone(args);
        const lenient = read(input, args, 1_000);
        expect(args).toEqual(given);
        if (strict) expect(lenient).toEqual(strict);
      }),
    );
    expect(accepted).toBeGreaterThan(0);
  });
});
