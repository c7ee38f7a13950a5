/** Inputs that are no classes, and the arguments of calls. */

export const STANDARD = [
  ['z.object({ it: z.string().max(3) })', { it: 'a' }, { it: 'abcd' }],
  ["z.object({ it: z.number().default(1).describe('How many') })", {}, { it: 'x' }],
  ['z.object({ it: z.string().transform(Number) })', { it: '5' }],
  ['z.strictObject({ it: z.int() })', { it: 1, is: 1 }],
  ['z.object({ it: z.record(z.string(), z.int()) })', { it: { a: 1 } }],
  ['z.object({ it: z.record(z.string().max(3), z.int()) })', { it: { abcd: 1 } }],
  [
    "z.discriminatedUnion('kind', [z.object({ kind: z.literal('circle'), radius: z.int() }), z.object({ kind: z.literal('square'), side: z.int() })])",
    { kind: 'circle', radius: 1 },
    { kind: 'circle', side: 1 },
    {},
  ],
  ['z.union([z.object({ id: z.int() }), z.object({ name: z.string() })])', { id: 1 }, {}],
  [
    "z.union([z.object({ id: z.int(), note: z.string().optional() }), z.object({ q: z.string().default('all'), note: z.string().nullish() })])",
    { id: 1, note: null },
    { q: 'fern', note: null },
  ],
  ['z.object({ id: z.int() }).and(z.object({ name: z.string() }))', { id: 1 }],
];

export const JSON_SCHEMAS = [
  [
    "{ type: 'object', properties: { it: { type: 'array', prefixItems: [{ type: 'integer' }], items: false } }, required: ['it'] }",
    { it: [1] },
    { it: [1, 2] },
    {},
  ],
  [
    "{ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', properties: { it: { type: 'array', items: [{ type: 'integer' }], additionalItems: false } } }",
    { it: [1] },
    { it: [1, 2] },
  ],
  [
    "{ type: 'object', properties: { it: { type: 'string', format: 'email' } }, additionalProperties: false }",
    { it: 'no address' },
    { is: 1 },
  ],
  [
    "{ type: 'object', properties: { it: { type: 'number', multipleOf: 0.01 } } }",
    { it: 19.99 },
    { it: 0.125 },
  ],
  [
    "{ type: 'object', properties: { it: { oneOf: [{ type: 'object', properties: { kind: { const: 'circle' } }, required: ['kind'] }, { type: 'object', properties: { kind: { const: 'square' }, side: { type: 'integer' } }, required: ['kind', 'side'] }] } } }",
    { it: { kind: 'square' } },
    { it: { kind: 'cube' } },
    { it: {} },
  ],
  [
    "{ type: 'object', properties: { it: { anyOf: [{ type: 'object', required: ['city'] }, { type: 'object', required: ['zip'] }] } } }",
    { it: {} },
    { it: 1 },
  ],
  [
    "{ type: 'object', properties: { it: { type: 'string', nullable: true }, size: { type: 'integer' } } }",
    { it: null, size: null },
  ],
];
