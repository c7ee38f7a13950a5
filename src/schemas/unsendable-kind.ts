import { types } from 'node:util';
import { isThenable } from '../protocol/index.js';

/** A value that would be lost, as the message names it, and what to write instead. */
export interface UnsendableKind {
  readonly name: string;
  readonly mend: string;
}

const MAP: UnsendableKind = { name: 'a Map', mend: 'Write Object.fromEntries(map)' };
const SET: UnsendableKind = { name: 'a Set', mend: 'Write [...set]' };
const ERROR: UnsendableKind = { name: 'an Error', mend: 'Throw it, or return its message as text' };
const REGEXP: UnsendableKind = { name: 'a RegExp', mend: 'Write expression.source' };
const PROMISE: UnsendableKind = { name: 'a Promise', mend: 'Write await in front of it' };
const ITERATOR: UnsendableKind = {
  name: 'an iterator',
  mend: 'Write [...values]; or make the method an async generator, whose last value is the result',
};

const WEAK = 'Nobody can list what it holds: return that itself';
const BLOB = 'Write await blob.text(), or build a content block of await blob.bytes()';

/** Of the runtime and its `fetch`, by what `Object.prototype.toString` calls them: asking for the classes would load them. */
const BY_TAG: ReadonlyMap<unknown, UnsendableKind> = new Map([
  ['WeakMap', { name: 'a WeakMap', mend: WEAK }],
  ['WeakSet', { name: 'a WeakSet', mend: WEAK }],
  ['WeakRef', { name: 'a WeakRef', mend: 'Write reference.deref()' }],
  ['Blob', { name: 'a Blob', mend: BLOB }],
  ['File', { name: 'a File', mend: BLOB }],
  ['Response', { name: 'a Response', mend: 'Write await response.json(), or await response.text()' }],
  ['Request', { name: 'a Request', mend: 'Return what clients need of it, such as request.url' }],
  ['Headers', { name: 'Headers', mend: 'Write Object.fromEntries(headers)' }],
  ['URLSearchParams', { name: 'URLSearchParams', mend: 'Write Object.fromEntries(parameters)' }],
  ['FormData', { name: 'FormData', mend: 'Write Object.fromEntries(form)' }],
  ['ReadableStream', { name: 'a ReadableStream', mend: 'Read it, and return what was in it' }],
]);

const BYTES_MEND =
  'Return content.image(bytes, mimeType), content.audio(bytes, mimeType) or ' +
  'content.embeddedResource(uri, bytes, mimeType). A list of numbers is [...numbers]';

/** What `JSON.stringify` turns into `{}` without a word, and bytes, which it lists as numbers. */
export function findUnsendableKind(value: object): UnsendableKind | undefined {
  // A Buffer has a toJSON, which lists its bytes.
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value))
    return { name: `bytes (${value.constructor.name})`, mend: BYTES_MEND };
  return hasToJson(value) ? undefined : findEmptied(value);
}

/** What an object is to `JSON.stringify` once its `toJSON` was asked, if it has one. */
export function findEmptied(value: object): UnsendableKind | undefined {
  const { [Symbol.toStringTag]: tag } = value as { readonly [Symbol.toStringTag]?: unknown };
  // Most objects have none, and to ask costs a tenth of what the questions cost.
  if (tag !== undefined) {
    if (types.isMap(value)) return MAP;
    if (types.isSet(value)) return SET;
    const tagged = BY_TAG.get(tag);
    if (tagged && Object.keys(value).length === 0) return tagged;
  }
  if (types.isNativeError(value) || value instanceof Error) return ERROR;
  if (types.isRegExp(value)) return REGEXP;
  if (isThenable(value)) return PROMISE;
  return isIterator(value) ? ITERATOR : undefined;
}

export function hasToJson(value: object): value is { toJSON(key: string): unknown } {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function';
}

function isIterator(value: object): boolean {
  const { next, [Symbol.iterator]: iterate } = value as Partial<IterableIterator<unknown>>;
  return typeof next === 'function' && typeof iterate === 'function';
}
