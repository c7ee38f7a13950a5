import { ConfigurationError } from '../../protocol/index.js';
import { encodeLiteral, findRefusedLiteral, splitUnits } from './characters.js';
import type { LiteralPart, Part, Query } from './parts.js';
import { decodeValue } from './variable-value.js';

/** A template, cut at its variables. */
export interface ParsedTemplate {
  readonly parts: readonly Part[];
  readonly query: Query | undefined;
}

/** Literal text, an expression, or a brace that belongs to none. */
const PIECES = /\{([^{}]*)\}|[^{}]+|[{}]/g;

const EXPRESSION = /^([+#./;?&=,!@|]?)([^]*)$/;

const NAME = /^[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*$/;

/**
 * Reads a URI template of levels 1 to 3.
 * @param label names the author's method in messages
 * @throws ConfigurationError for text that is not such a template, and for one that a URI could match in several ways
 * @see https://www.rfc-editor.org/rfc/rfc6570
 */
export function parseTemplate(template: string, label: string): ParsedTemplate {
  const parser = new TemplateParser(template, label);
  for (const [piece, expression] of template.matchAll(PIECES))
    if (expression === undefined) parser.addLiteral(piece);
    else parser.addExpression(piece, expression);
  return parser.result;
}

class TemplateParser {
  private readonly parts: Part[] = [];
  private readonly names = new Set<string>();
  private query: Query | undefined;
  /** The expression that takes text with reserved characters, if there is one. */
  private open: string | undefined;

  constructor(
    private readonly template: string,
    private readonly label: string,
  ) {}

  get result(): ParsedTemplate {
    return { parts: this.parts, query: this.query };
  }

  addLiteral(text: string): void {
    const refused = findRefusedLiteral(text);
    if (refused !== undefined)
      throw this.refuse(
        `has ${JSON.stringify(refused)} outside of an expression`,
        /[{}]/.test(refused) ? 'Close each { with a }' : `Write ${encodeURIComponent(refused)}`,
      );
    if (this.query) throw this.refuseBehindQuery(text);
    if (decodeValue(text) === undefined)
      throw this.refuse(`has bytes in ${text} that are not UTF-8`, 'Write the character itself');
    this.parts.push(toLiteral(text));
  }

  addExpression(piece: string, expression: string): void {
    const [, operator = '', list = ''] = EXPRESSION.exec(expression)!;
    const names = list.split(',');
    for (const name of names) this.addName(name, piece, operator);
    if (operator === '?' || operator === '&') {
      this.addQuery(piece, operator, names);
      return;
    }
    if (this.query) throw this.refuseBehindQuery(piece);
    if (names.length > 1)
      throw this.refuse(
        `has several variables in ${piece}, whose values could not be told apart`,
        `Write ${names.map((name) => `{${operator}${name}}`).join('/')}, or {?${list}} at the end`,
      );
    this.addVariable(piece, operator, list);
  }

  private addVariable(piece: string, operator: string, name: string): void {
    const isOpen = operator === '+' || operator === '#';
    if (isOpen && this.open !== undefined)
      throw this.refuse(
        `has ${this.open} and ${piece}, of which each could take what is meant for the other`,
        `Write {${name}} for one of them`,
      );
    if (isOpen) this.open = piece;
    const before = PREFIXES[operator]?.(name);
    if (before === undefined && this.parts.at(-1)?.kind === 'variable')
      throw this.refuse(
        `has nothing between ${piece} and the expression in front of it`,
        `Put a character such as / between them`,
      );
    if (before !== undefined) this.parts.push(toLiteral(before));
    this.parts.push({ kind: 'variable', name, isOpen });
  }

  private addQuery(piece: string, operator: '?' | '&', names: readonly string[]): void {
    const { query } = this;
    if (query && operator === '?')
      throw this.refuse(`begins a second query with ${piece}`, `Write {&${names.join(',')}}`);
    this.query = { first: query?.first ?? operator, names: [...(query?.names ?? []), ...names] };
  }

  private addName(name: string, piece: string, operator: string): void {
    if ('=,!@|'.includes(operator) && operator !== '')
      throw this.refuse(`has the operator ${operator} in ${piece}, which RFC 6570 reserves`, 'Leave it out');
    if (/[*:]/.test(name))
      throw this.refuse(
        `has a modifier in ${piece}, which is level 4 of RFC 6570`,
        `Write {${operator}${name.replace(/[*:].*$/s, '')}}: levels 1 to 3 are served`,
      );
    if (!NAME.test(name))
      throw this.refuse(
        `has ${JSON.stringify(name)} for a variable in ${piece}`,
        'Use A-Z a-z 0-9 _ for its name',
      );
    if (this.names.has(name))
      throw this.refuse(`has the variable ${name} twice`, 'Give one of them another name');
    this.names.add(name);
  }

  private refuseBehindQuery(piece: string): ConfigurationError {
    return this.refuse(`has ${piece} behind the variables of its query`, 'Put these at the end');
  }

  private refuse(fault: string, mend: string): ConfigurationError {
    return new ConfigurationError(`${this.label}: the template ${this.template} ${fault}. ${mend}`);
  }
}

/** What an operator writes in front of its variable, RFC 6570 appendix A. */
const PREFIXES: Readonly<Record<string, (name: string) => string>> = {
  '#': () => '#',
  '.': () => '.',
  '/': () => '/',
  ';': (name) => `;${name}=`,
};

function toLiteral(text: string): LiteralPart {
  const encoded = encodeLiteral(text);
  return { kind: 'literal', text: encoded, units: splitUnits(encoded) };
}
