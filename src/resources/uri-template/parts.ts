/** Text that stands in every URI of the template. */
export interface LiteralPart {
  readonly kind: 'literal';
  /** Percent-encoded where it has to be. */
  readonly text: string;
  readonly units: readonly string[];
}

/** A variable of a path or fragment: it is always there, and never empty. */
export interface VariablePart {
  readonly kind: 'variable';
  readonly name: string;
  /** It takes reserved characters, slashes among them: `{+path}`, `{#part}`. */
  readonly isOpen: boolean;
}

export type Part = LiteralPart | VariablePart;

/** The variables of a query, at the end of a template: `{?a,b}`, or `{&a,b}` behind a query that is literal text. */
export interface Query {
  /** What stands in front of the first variable that is there. */
  readonly first: '?' | '&';
  readonly names: readonly string[];
}
