import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import type { JsonSchema, ToolDefinition } from '../protocol/index.js';
import type { DtoProperty, DtoShape } from './dto-shape.js';

/** The JSON Schema of an input class: what its class-validator decorators accept. */
export function toJsonSchema(shape: DtoShape): ToolDefinition['inputSchema'] {
  const properties = [...shape.properties.values()];
  const required = properties.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(properties.map((one) => [one.name, toPropertySchema(one)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function toPropertySchema(property: DtoProperty): JsonSchema {
  const isList =
    property.rules.some((rule) => rule.each) || (property.nested && property.designType === Array);
  const own = isList ? { type: 'array' } : (DESIGN_SCHEMAS.get(property.designType) ?? {});
  const schema: Record<string, unknown> = { ...own };
  const items: Record<string, unknown> = {};
  for (const rule of property.rules) Object.assign(rule.each ? items : schema, toKeywords(rule));
  if (property.nested) Object.assign(isList ? items : schema, toJsonSchema(property.nested));
  if (Object.keys(items).length > 0) schema['items'] = items;
  if (property.defaultValue !== undefined) schema['default'] = property.defaultValue;
  if (property.description) schema['description'] = property.description;
  return schema;
}

const DESIGN_SCHEMAS = new Map<unknown, JsonSchema>([
  [String, { type: 'string' }],
  [Number, { type: 'number' }],
  [Boolean, { type: 'boolean' }],
  [Array, { type: 'array' }],
]);

function toKeywords(rule: ValidationMetadata): JsonSchema {
  const keywords = KEYWORDS[rule.name ?? ''];
  return typeof keywords === 'function'
    ? keywords(...((rule.constraints ?? []) as never[]))
    : (keywords ?? {});
}

const TEXT = { type: 'string' };

/** Keywords for a decorator, by the name of its constraint. A decorator without any leaves its words to `@Describe`. */
const KEYWORDS: Readonly<Record<string, JsonSchema | ((...constraints: never[]) => JsonSchema)>> = {
  isString: TEXT,
  isNumber: { type: 'number' },
  isInt: { type: 'integer' },
  isBoolean: { type: 'boolean' },
  isArray: { type: 'array' },
  isObject: { type: 'object' },
  min: (minimum: number) => ({ minimum }),
  max: (maximum: number) => ({ maximum }),
  isPositive: { type: 'number', exclusiveMinimum: 0 },
  isNegative: { type: 'number', exclusiveMaximum: 0 },
  isDivisibleBy: (multipleOf: number) => ({ multipleOf }),
  minLength: (minLength: number) => ({ ...TEXT, minLength }),
  maxLength: (maxLength: number) => ({ ...TEXT, maxLength }),
  isLength: (minLength: number, maxLength?: number) => ({
    ...TEXT,
    minLength,
    ...(maxLength !== undefined && { maxLength }),
  }),
  matches: (pattern: RegExp | string) => ({
    ...TEXT,
    ...(isPortable(pattern) && { pattern: sourceOf(pattern) }),
  }),
  isIn: (values: readonly unknown[]) => ({ enum: values }),
  isEnum: (_entity: unknown, values: readonly unknown[]) => ({ enum: values }),
  equals: (value: unknown) => ({ const: value }),
  arrayMinSize: (minItems: number) => ({ type: 'array', minItems }),
  arrayMaxSize: (maxItems: number) => ({ type: 'array', maxItems }),
  isEmail: { ...TEXT, format: 'email' },
  isUuid: { ...TEXT, format: 'uuid' },
  isUrl: TEXT,
  isDateString: TEXT,
  isIso8601: TEXT,
};

/** JSON Schema patterns have no flags. */
function isPortable(pattern: RegExp | string): boolean {
  return typeof pattern === 'string' || pattern.flags === '' || pattern.flags === 'u';
}

function sourceOf(pattern: RegExp | string): string {
  return typeof pattern === 'string' ? pattern : pattern.source;
}
