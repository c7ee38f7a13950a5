import { characterOf, type CharacterClass, isInClass } from './characters.js';
import type { StepMeter } from './step-meter.js';

/** Bytes that change what a path means, percent-encoded once more: who decodes a value twice would get them. */
const ENCODED_AGAIN = /%(?:2[ef]|5c|00|25)/i;

/**
 * Whether a value could lead out of the place that a template gives it: a `.` or `..` segment, a slash, a backslash or NUL.
 * @param isOpen whether the variable takes several segments
 */
export function isTraversal(value: string, isOpen: boolean): boolean {
  if (value.includes('\0') || ENCODED_AGAIN.test(value)) return true;
  const segments = value.split(/[/\\]/);
  if (segments.length > 1 && !isOpen) return true;
  return segments.some((segment) => segment === '.' || segment === '..');
}

/** The nearest ends of values that begin at one place, by what their first segment is. */
interface NearestEnds {
  readonly empty: number;
  readonly dot: number;
  readonly dots: number;
  readonly other: number;
}

const NO_ENDS: NearestEnds = { empty: Infinity, dot: Infinity, dots: Infinity, other: Infinity };

/**
 * Looks from the end of a URI on for the nearest end of a value that begins at each place, so that the value is no
 * {@link isTraversal}.
 * @param mayEnd for each place, whether the rest of the URI may follow a value that ends there
 * @returns 0 for a place that begins no value
 */
export function findNearestEnds(
  units: readonly string[],
  characters: CharacterClass,
  mayEnd: Uint32Array,
  meter: StepMeter,
): Uint32Array {
  const ends = new Uint32Array(units.length + 1);
  let nearest = NO_ENDS;
  let limit = Infinity;
  for (let at = units.length - 1; at >= 0; at--) {
    meter.steps++;
    const unit = units[at]!;
    if (ENCODED_AGAIN.test(toText(units.slice(at, at + 3)))) limit = at + 2;
    if (mayEnd[at + 1]) nearest = { ...nearest, empty: at + 1 };
    nearest = isInClass(unit, characters) ? putInFront(characterOf(unit), nearest) : NO_ENDS;
    const end = Math.min(nearest.empty, nearest.other);
    if (end <= limit && end !== Infinity) ends[at] = end;
  }
  return ends;
}

function putInFront(character: string, { empty, dot, dots, other }: NearestEnds): NearestEnds {
  if (character === '.') return { empty: Infinity, dot: empty, dots: dot, other: Math.min(dots, other) };
  if (character === '/' || character === '\\') return { ...NO_ENDS, empty: Math.min(empty, other) };
  return { ...NO_ENDS, other: Math.min(empty, dot, dots, other) };
}

function toText(units: readonly string[]): string {
  return units.map(characterOf).join('');
}

/** @returns `undefined` for bytes that are not UTF-8 */
export function decodeValue(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
