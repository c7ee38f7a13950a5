import { ConfigurationError } from '../protocol/index.js';
import type { Feature } from './feature-registry.js';

/** SEP-986; the characters every client accepts. */
const NAME = /^[A-Za-z0-9_.-]{1,128}$/;

/** @param label names the feature for its author: `CalculatorTools.add` @throws ConfigurationError for an illegal name */
export function checkName(kind: Feature['kind'], name: string, label: string): void {
  if (NAME.test(name)) return;
  throw new ConfigurationError(`${label}: "${name}" is no ${kind} name. Use 1 to 128 of A-Z a-z 0-9 _ . -`);
}
