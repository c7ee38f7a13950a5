import { toInputIssues } from './ajv-faults.js';
import { compileJsonSchema } from './json-schema-compiler.js';

const A = {
  type: 'object',
  properties: { k: { const: 'a' }, name: { type: 'string' } },
  required: ['k'],
};
const B = {
  type: 'object',
  properties: {
    k: { const: 'b' },
    x: { type: 'integer' },
    inner: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/either' }] },
  },
  required: ['k', 'x'],
};
const SCHEMA = {
  type: 'object',
  properties: {
    any: { $ref: '#/$defs/either' },
    one: { oneOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/b' }] },
    list: { type: 'array', items: { $ref: '#/$defs/either' } },
    number: { oneOf: [{ type: 'integer' }, { type: 'number' }] },
    code: { anyOf: [{ type: 'integer' }, { type: 'string', minLength: 3 }] },
    place: {
      anyOf: [
        { type: 'object', required: ['city'] },
        { type: 'object', required: ['lat', 'lon', 'height'] },
      ],
    },
    day: {
      anyOf: [
        { const: 'morning', type: 'string' },
        { const: 'evening', type: 'string' },
      ],
    },
    many: { anyOf: Array.from({ length: 9 }, (_, index) => ({ required: [`p${index}`] })) },
  },
  $defs: { a: A, b: B, either: { anyOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/b' }] } },
};

const explain = compileJsonSchema(SCHEMA, 'Test.it: input', { allErrors: true });
const validate = compileJsonSchema(SCHEMA, 'Test.it: input');

describe('The faults of a union in a JSON Schema', () => {
  it.each<[string, object, string[]]>([
    ['the alternative that a constant names', { any: { k: 'b' } }, ['any.x: is required']],
    ['the same of oneOf', { one: { k: 'b', x: 'y' } }, ['one.x: must be an integer']],
    ['the same in a list', { list: [{ k: 'a' }, { k: 'b' }] }, ['list.1.x: is required']],
    ['what all alternatives miss, once', { any: {} }, ['any.k: is required']],
    ['the constants of all', { one: { k: 'c' } }, ['one.k: must be one of: "a", "b"']],
    [
      'the alternative of that type, in a union in a union',
      { any: { k: 'b', x: 1, inner: { k: 'b', x: '1' } } },
      ['any.inner.x: must be an integer'],
    ],
    ['the alternative of that type', { code: 'ab' }, ['code: must NOT have fewer than 3 characters']],
    ['the types of all', { code: true }, ['code: must be an integer, or must be a string']],
    [
      'each alternative in one line',
      { place: {} },
      ['place: city: is required, or lat: is required and lon: is required'],
    ],
    ['that several take it', { number: 1 }, ['number: must match exactly one schema in oneOf']],
    [
      'four alternatives at most',
      { many: {} },
      ['many: p0: is required, or p1: is required, or p2: is required, or p3: is required'],
    ],
    [
      'those of several properties',
      { any: { k: 'b' }, code: true, number: 'x' },
      [
        'any.x: is required',
        'code: must be an integer, or must be a string',
        'number: must be an integer, or must be a number',
      ],
    ],
  ])('are %s', (_, args, lines) => {
    expect(explain(args)).toBe(false);
    const issues = toInputIssues(explain.errors!);
    expect(issues.map(({ path, message }) => `${path}: ${message}`).toSorted()).toEqual(lines.toSorted());
    expect(validate(args)).toBe(false);
    expect(toInputIssues(validate.errors!).length).toBeGreaterThan(0);
  });

  it('are none where an alternative takes the value', () => {
    expect(explain({ any: { k: 'b', x: 1, inner: { k: 'a' } }, code: 'abc', number: 0.5 })).toBe(true);
  });

  it('take a list of thousands of values in no time', () => {
    const list = Array.from({ length: 2_000 }, () => ({ k: 'b', inner: { k: 'c' } }));
    explain({ list });
    expect(toInputIssues(explain.errors!)).toHaveLength(4_000);
  });
});
