import { types } from 'node:util';
import { isThenable } from '../protocol/index.js';

/** A value that would be lost, as the message names it, and what to write instead. */
interface Unsendable {
  readonly name: string;
  readonly mend: string;
}

const OBJECTS: readonly (Unsendable & { readonly is: (value: object) => boolean })[] = [
  { name: 'a Map', is: types.isMap, mend: 'Write Object.fromEntries(map)' },
  { name: 'a Set', is: types.isSet, mend: 'Write [...set]' },
  { name: 'an Error', is: isError, mend: 'Throw it, or return its message as text' },
  { name: 'a Promise', is: isThenable, mend: 'Write await in front of it' },
  {
    name: 'an iterator',
    is: isIterator,
    mend: 'Write [...values]; or make the method an async generator, whose last value is the result',
  },
];

const BYTES_MEND =
  'Return content.image(bytes, mimeType), content.audio(bytes, mimeType) or ' +
  'content.embeddedResource(uri, bytes, mimeType). A list of numbers is [...numbers]';

/** Where it stands: its keys, the innermost first. */
interface Found {
  readonly value: Unsendable;
  readonly path: (string | number)[];
}

/**
 * Refuses what `JSON.stringify` turns into `{}` without a word, and bytes, which it lists as numbers. What has a `toJSON`,
 * such as a `Date`, says itself what it is. It costs no more than `JSON.stringify` does, and of most results a third.
 * @param label names the method in the message: `FileTools.read`
 * @throws TypeError that says where the value stands, and what to write
 */
export function refuseUnsendable(value: object, label: string): void {
  const found = findUnsendable(value, []);
  if (!found) return;
  const { name, mend } = found.value;
  const place = found.path.length > 0 ? ` at ${found.path.toReversed().join('.')}` : '';
  throw new TypeError(`${label} returned ${name}${place}, which JSON cannot hold. ${mend}`);
}

/** @param holders the objects around it: a cycle is left to `JSON.stringify`, which refuses it */
function findUnsendable(value: object, holders: object[]): Found | undefined {
  const kind = isPlain(value) ? undefined : findKind(value);
  if (kind) return { value: kind, path: [] };
  if (hasToJson(value) || holders.includes(value)) return undefined;
  holders.push(value);
  const found = Array.isArray(value) ? findInArray(value, holders) : findInObject(value, holders);
  holders.pop();
  return found;
}

function findInArray(values: readonly unknown[], holders: object[]): Found | undefined {
  for (let index = 0; index < values.length; index++) {
    const member = values[index];
    const found = isObject(member) ? findUnsendable(member, holders) : undefined;
    if (!found) continue;
    found.path.push(index);
    return found;
  }
  return undefined;
}

/** `for…in` takes half the time of Object.keys(); inherited keys matter only where something is found. */
function findInObject(value: object, holders: object[]): Found | undefined {
  for (const key in value) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    const found = isObject(member) ? findUnsendable(member, holders) : undefined;
    if (!found || !Object.hasOwn(value, key)) continue;
    found.path.push(key);
    return found;
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}

function findKind(value: object): Unsendable | undefined {
  // A Buffer has a toJSON, which lists its bytes.
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value))
    return { name: `bytes (${value.constructor.name})`, mend: BYTES_MEND };
  return hasToJson(value) ? undefined : OBJECTS.find(({ is }) => is(value));
}

function isError(value: object): boolean {
  return types.isNativeError(value) || value instanceof Error;
}

function isIterator(value: object): boolean {
  const { next, [Symbol.iterator]: iterate } = value as Partial<IterableIterator<unknown>>;
  return typeof next === 'function' && typeof iterate === 'function';
}

function hasToJson(value: object): boolean {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function';
}
