import { type CharacterClass, isInClass } from './characters.js';
import type { Query } from './parts.js';
import type { StepMeter } from './step-meter.js';
import { decodeValue, isTraversal } from './variable-value.js';

/** The variables of a query by the place that it would begin at: a place that is not in it begins none. */
export type QueryPlaces = ReadonlyMap<number, ReadonlyMap<string, string>>;

const NO_VARIABLES: ReadonlyMap<string, string> = new Map();

/**
 * Finds where the query of a URI may begin, from its end on: variables in any order, each once at most.
 * @returns the value of each variable, for each place; the end of the URI begins a query without any
 */
export function findQueries(
  units: readonly string[],
  query: Query | undefined,
  characters: CharacterClass,
  meter: StepMeter,
): QueryPlaces {
  const places = new Map([[units.length, NO_VARIABLES]]);
  if (!query) return places;
  const names = new Set(query.names);
  const found = new Map<string, string>();
  let end = units.length;
  for (let at = end - 1; at >= 0; at--) {
    meter.steps++;
    const unit = units[at]!;
    if (unit !== '&' && unit !== '?') {
      if (!isInClass(unit, characters) && unit !== '=') break;
      continue;
    }
    const pair = units.slice(at + 1, end);
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals).join('');
    const value = decodeValue(pair.slice(equals + 1).join(''));
    if (equals < 0 || value === undefined || isTraversal(value, false) || !names.delete(name)) break;
    found.set(name, value);
    if (unit === query.first) places.set(at, new Map(found));
    if (unit === '?') break;
    end = at;
  }
  return places;
}
