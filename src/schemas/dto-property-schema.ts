import { isDeepStrictEqual } from 'node:util';
import { HEADER_ANNOTATION, type JsonSchema } from '../protocol/index.js';
import { decoratorOf, type DtoRule } from './dto-rule.js';
import type { DtoProperty } from './dto-shape.js';
import { asSentence } from './rule-words.js';
import type { SchemaDirection } from './schema-direction.js';
import { intersect, NOTHING, orNull, spellOut, withoutIdleLength } from './schema-intersection.js';

/** The JSON Schema of one property, and the decorators that it has words for only. */
export class PropertySchema {
  readonly schema: JsonSchema;
  readonly inWords: readonly string[];
  private readonly spoken = new Set<DtoRule>();

  /** @param nested what the value, or each member of it, is */
  constructor(
    private readonly property: DtoProperty,
    nested: JsonSchema | undefined,
    private readonly direction: SchemaDirection,
  ) {
    const { rules, form, description, sent } = property;
    for (const rule of rules) if (rule.meaning.words !== undefined) this.spoken.add(rule);
    const accepted = (sent && description?.schema) ?? this.toForm(form, nested);
    const schema = this.showsNull() ? orNull(accepted) : accepted;
    this.schema = { ...schema, ...this.toAnnotations() };
    this.inWords = [...this.spoken].map(decoratorOf);
  }

  /** A result may have null where arguments may leave the property out: a row of a database has it. */
  private showsNull(): boolean {
    const { nullMeans, presence } = this.property;
    return nullMeans === 'a value' || (this.direction === 'output' && presence.allowsNull);
  }

  private toForm(form: DtoProperty['form'], nested: JsonSchema | undefined): JsonSchema {
    if (form === 'one')
      return nested ? this.asObject(nested) : spellOut(this.loosened(this.ownSchema(), undefined));
    const members = intersect([nested ?? {}, ...this.schemasOf(true)]);
    const description = this.wordsOf(true).join(' ');
    const each = { ...spellOut(members), ...(description && { description }) };
    if (form === 'map')
      return this.asObject({
        type: 'object',
        ...(Object.keys(each).length > 0 && { additionalProperties: each }),
      });
    return this.loosened(
      withoutIdleLength(intersect([{ type: 'array' }, this.ownSchema(), { items: each }])),
      members,
    );
  }

  /** Rules on a whole object hold for the instance, which has keys that its JSON lacks. */
  private asObject(schema: JsonSchema): JsonSchema {
    const own = withoutIdleLength(intersect([{ type: 'object' }, this.ownSchema()]));
    const { type, minProperties, ...others } = own;
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
    return withoutIdleLength(intersect(this.schemasOf(false)));
  }

  private schemasOf(each: boolean): JsonSchema[] {
    return this.property.rules.filter((rule) => rule.each === each).map((rule) => rule.meaning.schema);
  }

  /** What values stand for, and what the schema leaves out. */
  private wordsOf(each: boolean): string[] {
    const rules = this.property.rules.filter((rule) => rule.each === each);
    const spoken = rules.filter((rule) => this.spoken.has(rule));
    return [
      ...rules.flatMap(({ meaning }) => meaning.note ?? []),
      ...new Set(
        spoken.map(({ meaning, words }) => (typeof meaning.words === 'string' ? meaning.words : words)),
      ),
    ];
  }

  private toAnnotations(): JsonSchema {
    const { description: described, presence, sent } = this.property;
    const words = [...this.wordsOf(false), ...(presence.isExpressible ? [] : ['Checked under a condition.'])];
    const said = [described?.description, ...(sent ? [] : words)].filter((one) => one !== undefined);
    const description = said.length > 1 ? said.map((one) => asSentence(one)).join(' ') : said[0];
    const defaultValue = this.toDefault();
    return {
      ...(description && { description }),
      ...(defaultValue !== undefined && { default: defaultValue }),
      ...(described?.examples && { examples: described.examples }),
      ...(described?.deprecated && { deprecated: true }),
      ...(this.direction === 'input' &&
        described?.header !== undefined && { [HEADER_ANNOTATION]: described.header }),
    };
  }

  /** @returns nothing for what JSON does not hold */
  private toDefault(): unknown {
    const { defaultValue, nested, form, isDate, transform, nullMeans } = this.property;
    // What `@Transform()` makes is not what clients send, or get; and what @Exclude() hides stands in no default.
    const isTransformed =
      transform.functions.length > 0 || nested?.shapes.some(({ isTransforming }) => isTransforming);
    if (defaultValue === undefined || form === 'map' || isTransformed) return undefined;
    if (defaultValue === null && nullMeans !== 'a value') return undefined;
    try {
      const json: unknown = JSON.parse(JSON.stringify(defaultValue));
      return nested || isDate || isDeepStrictEqual(json, defaultValue) ? json : undefined;
    } catch {
      return undefined;
    }
  }
}

const PRIMITIVES = new Set<unknown>(['string', 'number', 'integer', 'boolean', 'null']);
