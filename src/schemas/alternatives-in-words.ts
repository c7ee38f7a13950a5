import type { InputIssue } from './input.js';

/** Alternatives of a union, and faults of each, that a model reads. */
const MAX_ALTERNATIVES = 4;
const MAX_FAULTS = 2;

/**
 * What each alternative of a union refuses, in one line: `must be a string, or city: is required`.
 * @param alternatives the faults of each, with paths from the union's value
 */
export function tellAlternatives(
  alternatives: readonly (readonly Pick<InputIssue, 'path' | 'message'>[])[],
): string {
  const told = alternatives.map((faults) =>
    faults
      .slice(0, MAX_FAULTS)
      .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
      .join(' and '),
  );
  return [...new Set(told)].slice(0, MAX_ALTERNATIVES).join(', or ');
}
