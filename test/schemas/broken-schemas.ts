import type { ToolDefinition } from '../../src/protocol/index.js';
import { type BrokenRule, object, STRING, taking, tool } from './broken-tools.js';

const tree = (required: string[]): ToolDefinition =>
  tool({
    ...object({ root: { $ref: '#/$defs/Branch' } }),
    $defs: { Branch: object({ child: { $ref: '#/$defs/Branch' } }, { required }) },
  });

/** A filter that is `and` of two filters, or one of these. */
const filter = (...others: object[]): ToolDefinition =>
  tool({
    ...object({ root: { $ref: '#/$defs/Filter' } }),
    $defs: {
      Filter: {
        anyOf: [
          object(
            { left: { $ref: '#/$defs/Filter' }, right: { $ref: '#/$defs/Filter' } },
            { required: ['left', 'right'] },
          ),
          ...others,
        ],
      },
    },
  });

/** A definition that the property may refer to. */
const NOTE = { $defs: { Note: STRING } };

/** What is wrong with a property. */
export const BROKEN_SCHEMAS: BrokenRule[] = [
  ['type is a list', 'gemini', '', taking({ type: ['string', 'null'] }), taking(STRING)],
  ['its schema is true', 'gemini', '', taking(true), taking({})],
  [
    'the list has no items',
    'openai gemini vscode',
    '',
    taking({ type: 'array', items: false }),
    taking({ type: 'array', items: STRING }),
  ],
  [
    'the list has no items',
    'openai gemini vscode',
    '',
    taking({ type: 'array' }),
    taking({ type: 'array', items: STRING }),
  ],
  [
    'the list has no items',
    'openai gemini',
    '',
    taking({ type: ['array', 'string'] }),
    taking({ type: 'string' }),
  ],
  [
    'the items of the list are anything',
    '',
    'gemini',
    taking({ type: 'array', items: {} }),
    taking({ type: 'array', items: STRING }),
  ],
  [
    'items is a list of schemas',
    'openai claude',
    '',
    taking({ type: 'array', items: [STRING] }),
    taking({ type: 'array', items: STRING }),
  ],
  [
    'required names a property that it does not have: other',
    'gemini',
    '',
    taking(STRING, { required: ['other'] }),
    taking(STRING, { required: ['value'] }),
  ],
  [
    'required names a property that it does not have: a',
    'gemini',
    '',
    taking({ type: 'object', required: ['a'] }),
    taking({ type: 'object' }),
  ],
  [
    'properties of type string',
    'gemini',
    '',
    taking({ type: 'string', properties: {} }),
    taking({ type: 'object', properties: {} }),
  ],
  [
    'enum has null',
    'gemini',
    '',
    taking({ type: 'string', enum: ['a', null] }),
    taking({ type: 'string', enum: ['a'] }),
  ],
  ['enum has no type', 'gemini', '', taking({ enum: ['a'] }), taking({ type: 'string', enum: ['a'] })],
  [
    'enum has values of several types: string, number',
    'gemini',
    '',
    taking({ type: 'string', enum: ['a', 2] }),
    taking({ type: 'string', enum: ['a', 'b'] }),
  ],
  [
    'enum has boolean values',
    'gemini',
    '',
    taking({ type: 'boolean', enum: [false] }),
    taking({ type: 'boolean' }),
  ],
  [
    'enum has an empty text',
    'gemini',
    '',
    taking({ type: 'string', enum: ['a', ''] }),
    taking({ type: 'string', enum: ['a'] }),
  ],
  ['enum has numbers', '', 'gemini', taking({ type: 'integer', enum: [0, 1] }), taking({ type: 'integer' })],
  [
    '$ref https://example.com/a leads to nothing',
    'gemini claude',
    '',
    taking({ $ref: 'https://example.com/a' }),
    taking(STRING),
  ],
  [
    '$ref #/$defs/Gone leads to nothing',
    'gemini claude',
    '',
    taking({ $ref: '#/$defs/Gone' }),
    taking({ $ref: '#/$defs/Note' }, NOTE),
  ],
  [
    'next to $ref stand title',
    'gemini',
    '',
    taking({ $ref: '#/$defs/Note', title: 'A' }, NOTE),
    taking({ $ref: '#/$defs/Note', description: 'A' }, NOTE),
  ],
  ['it has $ref #/$defs/Note', '', 'claude', taking({ $ref: '#/$defs/Note' }, NOTE), taking(STRING)],
  [
    'it contains itself, and has to',
    'gemini',
    '',
    tool({
      ...object({ root: { $ref: '#/$defs/A' } }),
      $defs: {
        A: object({ b: { $ref: '#/$defs/B' } }, { required: ['b'] }),
        B: object({ as: { type: 'array', items: { $ref: '#/$defs/A' }, minItems: 1 } }, { required: ['as'] }),
      },
    }),
    tool({
      ...object({ root: { $ref: '#/$defs/A' } }),
      $defs: {
        A: object({ b: { $ref: '#/$defs/B' } }, { required: ['b'] }),
        B: STRING,
      },
    }),
  ],
  ['it contains itself, and has to', 'gemini', '', tree(['child']), tree([])],
  [
    'it contains itself, and has to',
    'gemini',
    '',
    filter(object({ not: { $ref: '#/$defs/Filter' } }, { required: ['not'] })),
    filter(object({ word: STRING }, { required: ['word'] })),
  ],
  ['it contains itself, and has to', 'gemini', '', filter(), filter({ type: 'null' })],
  ['it contains itself', '', 'gemini', tree([]), taking({ $ref: '#/$defs/Note' }, NOTE)],
  [
    'it has propertyNames',
    'openai gemini',
    '',
    taking({ type: 'object', propertyNames: STRING }),
    taking({ type: 'object', additionalProperties: STRING }),
  ],
  [
    'it has patternProperties',
    'gemini',
    '',
    taking({ type: 'object', patternProperties: { a: STRING } }),
    taking({ type: 'object', additionalProperties: STRING }),
  ],
  [
    'it has prefixItems',
    'gemini',
    '',
    taking({ type: 'array', prefixItems: [STRING], items: STRING }),
    taking({ type: 'array', items: STRING }),
  ],
  [
    'it has const',
    '',
    'gemini',
    taking({ type: 'string', const: 'a' }),
    taking({ type: 'string', enum: ['a'] }),
  ],
  [
    'it has exclusiveMinimum',
    '',
    'gemini',
    taking({ type: 'number', exclusiveMinimum: 0 }),
    taking({ type: 'number', minimum: 0 }),
  ],
  [
    'it has uniqueItems',
    '',
    'gemini',
    taking({ type: 'array', items: STRING, uniqueItems: true }),
    taking({ type: 'array', items: STRING }),
  ],
  ['it has x-mcp-header', '', 'gemini', taking({ ...STRING, 'x-mcp-header': 'Region' }), taking(STRING)],
  ['it has not', '', 'gemini', taking({ not: STRING }), taking(STRING)],
  ['it has if, else', '', 'gemini', taking({ if: STRING, else: STRING }), taking(STRING)],
  ['it has oneOf', '', 'gemini', taking({ oneOf: [STRING] }), taking({ anyOf: [STRING] })],
  ['it has allOf', '', 'openai gemini', taking({ allOf: [STRING] }), taking(STRING)],
  [
    'it has the format uuid',
    '',
    'gemini',
    taking({ type: 'string', format: 'uuid' }),
    taking({ type: 'string', format: 'date-time' }),
  ],
];
