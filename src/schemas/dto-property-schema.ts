import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '../protocol/index.js';
import type { DtoRule } from './dto-rule.js';
import type { DtoProperty } from './dto-shape.js';
import { asSentence } from './rule-words.js';
import { intersect, NOTHING, orNull } from './schema-intersection.js';

/** The JSON Schema of one property, and the decorators that it has words for only. */
export class PropertySchema {
  readonly schema: JsonSchema;
  readonly inWords: readonly string[];
  private readonly spoken = new Set<DtoRule>();

  /** @param nested what the value, or each member of it, is */
  constructor(
    private readonly property: DtoProperty,
    nested: JsonSchema | undefined,
  ) {
    const { rules, presence, form } = property;
    for (const rule of rules)
      if (rule.meaning.words !== undefined || !presence.isExpressible) this.spoken.add(rule);
    const accepted = presence.isExpressible ? this.toForm(form, nested) : {};
    const schema = presence.allowsNull ? orNull(accepted) : accepted;
    this.schema = { ...schema, ...this.toAnnotations() };
    this.inWords = [...this.spoken].map(({ code }) => `@${code.charAt(0).toUpperCase()}${code.slice(1)}`);
  }

  private toForm(form: DtoProperty['form'], nested: JsonSchema | undefined): JsonSchema {
    if (form === 'one') return nested ? this.asObject(nested) : this.loosened(this.ownSchema(), undefined);
    const members = intersect([nested ?? {}, ...this.schemasOf(true)]);
    const description = this.wordsOf(true);
    const each = { ...members, ...(description && { description }) };
    const hasEach = Object.keys(each).length > 0;
    if (form === 'map')
      return this.asObject({ type: 'object', ...(hasEach && { additionalProperties: each }) });
    return this.loosened(
      intersect([{ type: 'array' }, this.ownSchema(), hasEach ? { items: each } : {}]),
      members,
    );
  }

  /** Rules on a whole object hold for the instance, which has keys that its JSON lacks. */
  private asObject(schema: JsonSchema): JsonSchema {
    const { type, minProperties, ...others } = intersect([{ type: 'object' }, this.ownSchema()]);
    if (type !== 'object') return NOTHING;
    if (minProperties !== undefined) this.speak('isNotEmptyObject');
    return Object.keys(others).length > 0 ? intersect([schema, others]) : schema;
  }

  /** class-validator compares members with `===`, JSON Schema by what is in them. */
  private loosened(schema: JsonSchema, members: JsonSchema | undefined): JsonSchema {
    if (!('uniqueItems' in schema) || PRIMITIVES.has(members?.['type'])) return schema;
    this.speak('arrayUnique');
    const { uniqueItems: _, ...others } = schema;
    return others;
  }

  private speak(code: string): void {
    for (const rule of this.property.rules) if (rule.code === code) this.spoken.add(rule);
  }

  private ownSchema(): JsonSchema {
    return intersect(this.schemasOf(false));
  }

  private schemasOf(each: boolean): JsonSchema[] {
    return this.property.rules.filter((rule) => rule.each === each).map((rule) => rule.meaning.schema);
  }

  private wordsOf(each: boolean): string {
    const spoken = [...this.spoken].filter((rule) => rule.each === each);
    return spoken
      .map(({ meaning, words }) => (typeof meaning.words === 'string' ? meaning.words : words))
      .join(' ');
  }

  private toAnnotations(): JsonSchema {
    const { description: described, presence } = this.property;
    const words = presence.isExpressible ? [this.wordsOf(false)] : this.conditionalWords();
    const said = [described?.description, ...words].filter(Boolean) as string[];
    const description = said.length > 1 ? [asSentence(said[0]!), ...said.slice(1)].join(' ') : said[0];
    const defaultValue = this.toDefault();
    return {
      ...(description && { description }),
      ...(defaultValue !== undefined && { default: defaultValue }),
      ...(described?.examples && { examples: described.examples }),
    };
  }

  private conditionalWords(): string[] {
    return ['Checked under a condition:', this.wordsOf(false), this.wordsOf(true)].filter(Boolean);
  }

  /** @returns nothing for what JSON does not hold */
  private toDefault(): unknown {
    const { defaultValue, nested, form } = this.property;
    if (defaultValue === undefined || form === 'map') return undefined;
    try {
      const json: unknown = JSON.parse(JSON.stringify(defaultValue));
      return nested || isDeepStrictEqual(json, defaultValue) ? json : undefined;
    } catch {
      return undefined;
    }
  }
}

const PRIMITIVES = new Set<unknown>(['string', 'number', 'integer', 'boolean', 'null']);
