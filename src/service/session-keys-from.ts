import { readFileSync } from 'node:fs';
import type { AppConfig } from '../config/index.js';
import { ConfigurationError } from '../protocol/index.js';
import { readSessionKeys } from '../sessions/index.js';

type KeyVariables = Pick<AppConfig, 'SESSION_KEYS' | 'SESSION_KEYS_FILE'>;

/**
 * The keys that seal session ids, as text.
 * @throws ConfigurationError that names the variable, for keys that are none and for a file that cannot be read
 */
export function sessionKeysFrom({ SESSION_KEYS, SESSION_KEYS_FILE }: KeyVariables): readonly string[] {
  if (SESSION_KEYS !== undefined && SESSION_KEYS_FILE !== undefined)
    throw new ConfigurationError('SESSION_KEYS and SESSION_KEYS_FILE are both set: choose one of them');
  if (SESSION_KEYS !== undefined) return checked(SESSION_KEYS, 'SESSION_KEYS');
  if (SESSION_KEYS_FILE === undefined) return [];
  return checked(readKeys(SESSION_KEYS_FILE), 'SESSION_KEYS_FILE');
}

function readKeys(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigurationError(`SESSION_KEYS_FILE cannot be read: ${(error as Error).message}`);
  }
}

function checked(text: string, source: string): readonly string[] {
  const keys = text.split(/[\s,]+/).filter(Boolean);
  if (keys.length === 0) throw new ConfigurationError(`${source} has no key`);
  readSessionKeys(keys, source);
  return keys;
}
