import type { CharacterClass } from './characters.js';
import type { LiteralPart, Part } from './parts.js';
import type { StepMeter } from './step-meter.js';
import { findNearestEnds } from './variable-value.js';

/** Where a URI that matches was cut. */
export interface CutUri {
  /** The encoded text of each variable. */
  readonly variables: ReadonlyMap<string, string>;
  /** Where the parts end. */
  readonly end: number;
}

/**
 * Cuts a URI into the parts of a template. Of several ways it is the one whose first variable is the shortest, then the second,
 * and so on. Nothing is tried twice: a table says from the end on where the rest of the template matches, so that the work is
 * the length of the URI times that of the template.
 * @param ends whether the parts may end at a place
 * @param closed the characters of a variable that takes one segment
 */
export function matchParts(
  units: readonly string[],
  parts: readonly Part[],
  ends: (place: number) => boolean,
  closed: CharacterClass,
  meter: StepMeter,
): CutUri | undefined {
  const tables = [markEnds(units.length, ends, meter)];
  for (const part of parts.toReversed())
    tables.unshift(
      part.kind === 'literal'
        ? markLiteral(units, part, tables[0]!, meter)
        : findNearestEnds(units, part.isOpen ? 'reserved' : closed, tables[0]!, meter),
    );
  return tables[0]![0] ? walk(units, parts, tables) : undefined;
}

/** For each place of a URI where the rest of the template matches the rest of the URI, where its first part ends; else 0. */
type Table = Uint32Array;

/** Behind the parts any number says that they may end. */
function markEnds(length: number, ends: (place: number) => boolean, meter: StepMeter): Table {
  meter.steps += length;
  return Uint32Array.from({ length: length + 1 }, (_, at) => (ends(at) ? 1 : 0));
}

function markLiteral(units: readonly string[], part: LiteralPart, next: Table, meter: StepMeter): Table {
  const table = new Uint32Array(units.length + 1);
  const { length } = part.units;
  for (let at = 0; at + length <= units.length; at++) {
    let same = 0;
    while (same < length && units[at + same] === part.units[same]) same++;
    meter.steps += same + 1;
    if (same === length && next[at + length]) table[at] = at + length;
  }
  return table;
}

function walk(units: readonly string[], parts: readonly Part[], tables: readonly Table[]): CutUri {
  const variables = new Map<string, string>();
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const end = tables[index]![at]!;
    if (part.kind === 'variable') variables.set(part.name, units.slice(at, end).join(''));
    at = end;
  }
  return { variables, end: at };
}
