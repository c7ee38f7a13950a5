import { type CharacterClass, encodeValue, splitUnits } from './characters.js';
import { matchParts } from './match-parts.js';
import { findQueries } from './match-query.js';
import { parseTemplate } from './parse-template.js';
import type { Part, Query } from './parts.js';
import type { StepMeter } from './step-meter.js';
import { decodeValue, isTraversal } from './variable-value.js';

/** The values of a template's variables, decoded. Those of a query may be missing. */
export type UriVariables = Readonly<Record<string, string>>;

/**
 * A URI template of levels 1 to 3 of RFC 6570 that also reads URIs, in a time that grows with their length and no faster. Values
 * are text: also `{+path}` encodes a `%` in one.
 */
export class UriTemplate {
  private readonly parts: readonly Part[];
  private readonly query: Query | undefined;
  /** What all its URIs begin with, up to what may be written in two ways. */
  private readonly prefix: string;

  /** @throws ConfigurationError as {@link parseTemplate} */
  constructor(
    readonly template: string,
    label = 'UriTemplate',
  ) {
    ({ parts: this.parts, query: this.query } = parseTemplate(template, label));
    const [first] = this.parts;
    this.prefix = first?.kind === 'literal' ? first.text.replace(/%.*$/, '') : '';
  }

  /** In the order of the template; those of the query last. */
  get variableNames(): readonly string[] {
    return [...this.requiredNames, ...(this.query?.names ?? [])];
  }

  /** Those that each URI has a value for. */
  get requiredNames(): readonly string[] {
    return this.parts.flatMap((part) => (part.kind === 'variable' ? part.name : []));
  }

  /** How many characters each of its URIs has for certain: of two templates, the one with more says more. */
  get literalLength(): number {
    return this.parts.reduce((sum, part) => sum + (part.kind === 'literal' ? part.units.length : 0), 0);
  }

  /**
   * @returns `undefined` for a URI that the template does not make: a value of a path is missing, a variable of the query is
   * unknown or stands twice, bytes are not UTF-8, or a value would leave its place, as `..` does
   */
  match(uri: string, meter: StepMeter = { steps: 0 }): UriVariables | undefined {
    if (!uri.startsWith(this.prefix)) return undefined;
    const units = splitUnits(uri);
    return this.read(units, 'simple', meter) ?? this.read(units, 'lenient', meter);
  }

  /** @throws TypeError for a value that is missing, or that {@link match} would refuse */
  expand(variables: UriVariables): string {
    const path = this.parts.map((part) => {
      if (part.kind === 'literal') return part.text;
      const value = valueOf(part.name, variables);
      if (!value) throw new TypeError(`${this.template} needs a value for ${part.name}`);
      return this.encode(part.name, value, part.isOpen);
    });
    const { first = '?', names = [] } = this.query ?? {};
    const pairs = names.flatMap((name) => {
      const value = valueOf(name, variables);
      return value === undefined ? [] : `${name}=${this.encode(name, value, false)}`;
    });
    return path.join('') + (pairs.length > 0 ? first : '') + pairs.join('&');
  }

  private read(
    units: readonly string[],
    characters: CharacterClass,
    meter: StepMeter,
  ): UriVariables | undefined {
    const queries = findQueries(units, this.query, characters, meter);
    const cut = matchParts(units, this.parts, (place) => queries.has(place), characters, meter);
    const values = new Map(queries.get(cut?.end ?? -1));
    for (const [name, text] of cut?.variables ?? []) {
      const value = decodeValue(text);
      if (value === undefined) return undefined;
      values.set(name, value);
    }
    return cut && Object.fromEntries(values);
  }

  private encode(name: string, value: string, isOpen: boolean): string {
    if (!value.isWellFormed() || isTraversal(value, isOpen))
      throw new TypeError(`${JSON.stringify(value)} cannot stand for ${name} in ${this.template}`);
    return encodeValue(value, isOpen ? 'reserved' : 'simple');
  }
}

/** A variable may be named as a member of every object is, such as `constructor`. */
function valueOf(name: string, variables: UriVariables): string | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}
