import type { ObjectSchema, ToolDefinition } from '../../src/protocol/index.js';

/** Two definitions: the smallest that breaks a rule, and one next to it that does not. */
export type BrokenRule = [
  what: string,
  refusedBy: string,
  notedBy: string,
  breaks: ToolDefinition,
  keeps: ToolDefinition,
];

export const STRING = { type: 'string' };

export const object = (properties: object, more: object = {}): ObjectSchema => ({
  type: 'object',
  properties,
  ...more,
});

export const tool = (inputSchema: object, more: object = {}): ToolDefinition => ({
  name: 'search',
  description: 'Finds notes',
  inputSchema: inputSchema as ObjectSchema,
  ...more,
});

/** A tool that takes one property. */
export const taking = (value: unknown, more: object = {}): ToolDefinition => tool(object({ value }, more));

export const named = (name: string): ToolDefinition => tool(object({}), { name });

/** What is wrong with a tool as a whole. */
export const BROKEN_TOOLS: BrokenRule[] = [
  [
    'the input has anyOf at its top',
    'openai claude',
    'vscode',
    tool(object({}, { anyOf: [{}] })),
    taking({ anyOf: [STRING] }),
  ],
  [
    'the input has anyOf at its top',
    'openai claude',
    'vscode',
    tool({ type: 'object', anyOf: [object({ id: STRING })] }),
    taking({ anyOf: [STRING] }),
  ],
  [
    'the input has oneOf at its top',
    'openai claude',
    'vscode',
    tool(object({}, { oneOf: [{}] })),
    taking({ anyOf: [STRING] }),
  ],
  [
    'the input has allOf at its top',
    'openai claude',
    'vscode',
    tool(object({}, { allOf: [{}] })),
    taking({ anyOf: [STRING] }),
  ],
  [
    'the input has enum at its top',
    'openai',
    '',
    tool(object({}, { enum: [{}] })),
    taking({ type: 'string', enum: ['a'] }),
  ],
  [
    'the input has not at its top',
    'openai',
    'vscode',
    tool(object({}, { not: {} })),
    taking({ not: STRING }),
  ],
  [
    'the input is not an object',
    'openai claude',
    '',
    tool({ type: 'string', properties: {} }),
    taking(STRING),
  ],
  ['the input has no properties', 'openai', '', tool({ type: 'object' }), tool(object({}))],
  [
    '"filter[id]" is not a valid name of a property',
    'claude',
    '',
    tool(object({ 'filter[id]': STRING })),
    tool(object({ 'filter.id': STRING })),
  ],
  [
    'is not a valid name of a property',
    'claude',
    '',
    tool(object({ ['a'.repeat(65)]: STRING })),
    tool(object({ ['a'.repeat(64)]: STRING })),
  ],
  ['"note.find" is not made of', 'openai claude', 'vscode', named('note.find'), named('note_find')],
  ['"2find" is not made of', 'gemini', '', named('2find'), named('find2')],
  ['its name has 65 characters', 'openai gemini claude', '', named('a'.repeat(65)), named('a'.repeat(64))],
  ['the tool has no description', '', 'vscode', tool(object({}), { description: ' ' }), tool(object({}))],
  [
    'the description has 1025 characters',
    '',
    'openai',
    tool(object({}), { description: 'a'.repeat(1025) }),
    tool(object({}), { description: 'a'.repeat(1024) }),
  ],
];
