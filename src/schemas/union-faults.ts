import { tellAlternatives } from './alternatives-in-words.js';
import { listValues } from './json-values-in-words.js';

/** A fault at a place of the arguments. */
export interface UnionFault {
  readonly keys: readonly string[];
  readonly code: string;
  readonly message: string;
  /** Those that the place may have, where it has another one. */
  readonly values?: readonly unknown[] | undefined;
}

type Faults = readonly UnionFault[];

/** Faults of one alternative that are compared with those of the others. */
const MAX_COMPARED = 50;

/**
 * What is wrong with a value that no alternative takes: with that alternative alone whose type and constants it has, or with
 * each alternative in one line.
 * @param union the fault of the union as a whole
 * @param alternatives the faults of each
 */
export function tellUnion(union: UnionFault, alternatives: readonly Faults[]): Faults {
  const depth = union.keys.length;
  const ofType = without(alternatives, ({ code, keys }) => code === 'type' && keys.length === depth);
  const meant = without(ofType, (fault) => isOfTag(fault, depth));
  if (meant.length === 1) return meant[0]!;
  const choice = joinChoices(meant, depth + 1) ?? joinChoices(meant, depth);
  if (choice) return [choice];
  return tellEach(
    union,
    meant.map((faults) => faults.slice(0, MAX_COMPARED)),
  );
}

/** The alternatives that do not have such a fault, if there are some. */
function without(alternatives: readonly Faults[], isSuch: (fault: UnionFault) => boolean): readonly Faults[] {
  const others = alternatives.filter((faults) => !faults.some(isSuch));
  return others.length > 0 ? others : alternatives;
}

/** Whether a property of the value has another constant than the alternative, as a discriminator has. */
function isOfTag({ values, keys }: UnionFault, depth: number): boolean {
  return values !== undefined && keys.length === depth + 1;
}

/** Where each alternative has other constants for one place: those of all. */
function joinChoices(alternatives: readonly Faults[], depth: number): UnionFault | undefined {
  const first = alternatives[0]!.find(({ values, keys }) => values && keys.length === depth);
  if (!first) return undefined;
  const choices = alternatives.map(
    (faults) => faults.find((fault) => fault.values && isAt(fault, first))?.values,
  );
  if (!choices.every((values) => values !== undefined)) return undefined;
  const values = [...new Set(choices.flat())];
  return { keys: first.keys, code: 'enum', message: `must be one of: ${listValues(values)}`, values };
}

/** What all alternatives refuse stands by itself, and the rest only if each has one. */
function tellEach(union: UnionFault, alternatives: readonly Faults[]): Faults {
  const common = alternatives[0]!.filter((fault) =>
    alternatives.every((faults) => faults.some((other) => isSame(fault, other))),
  );
  const others = alternatives.map((faults) =>
    faults.filter((fault) => !common.some((one) => isSame(fault, one))),
  );
  if (common.length > 0 && others.some((faults) => faults.length === 0)) return common;
  const relative = others.map((faults) =>
    faults.map(({ keys, message }) => ({ path: keys.slice(union.keys.length).join('.'), message })),
  );
  return [...common, { ...union, message: tellAlternatives(relative) }];
}

function isSame(fault: UnionFault, other: UnionFault): boolean {
  return fault.message === other.message && isAt(fault, other);
}

function isAt({ keys }: UnionFault, other: UnionFault): boolean {
  return keys.length === other.keys.length && keys.every((key, index) => key === other.keys[index]);
}
