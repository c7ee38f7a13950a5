import { InvalidParamsError } from './errors.js';
import type { ClientCapabilities, Implementation } from './lifecycle.js';
import { isRecord, type Params } from './message.js';

/** A peer keeps these for as long as it lives, so they are bounded. */
const MAX_NAME_LENGTH = 200;
const MAX_CAPABILITIES_LENGTH = 16_384;

/**
 * How a client names itself; members that are missing are forgiven.
 * @param key how messages name it
 * @throws InvalidParamsError for anything but an object
 */
export function readClientInfo(statements: Params, key: string): Implementation | undefined {
  const info = readObject(statements, key);
  if (!info) return undefined;
  const read = (name: string): string | undefined => {
    const value = info[name];
    return typeof value === 'string' ? cut(value) : undefined;
  };
  return { name: read('name') ?? '', version: read('version') ?? '', title: read('title') };
}

/** A slice of a text keeps the whole of it in memory, megabytes of which a client may send: the name is a text of its own. */
function cut(text: string): string {
  return text.length <= MAX_NAME_LENGTH ? text : Buffer.from(text.slice(0, MAX_NAME_LENGTH)).toString();
}

/**
 * What a client says it can do.
 * @param key how messages name it
 * @returns nothing where it is missing, or null
 * @throws InvalidParamsError for anything but an object, and for a large one
 */
export function readClientCapabilities(statements: Params, key: string): ClientCapabilities | undefined {
  const capabilities = readObject(statements, key);
  if (capabilities && JSON.stringify(capabilities).length > MAX_CAPABILITIES_LENGTH)
    throw new InvalidParamsError(`${key} is too large`);
  return capabilities;
}

function readObject(statements: Params, key: string): Params | undefined {
  const value = statements[key];
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) throw new InvalidParamsError(`${key} must be an object`);
  return value;
}
