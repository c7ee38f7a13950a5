import { type Completion, isRecord, MAX_COMPLETION_VALUES } from '../protocol/index.js';

/**
 * What a method returned, as a client gets it: a list of texts, or a completion that says how many there are.
 * @param label names the method in messages: `ReviewCompletions.languages`
 * @throws TypeError for anything else
 */
export function toCompletion(returned: unknown, label: string): Completion {
  const { values, total, hasMore } = (
    isRecord(returned) ? returned : { values: returned }
  ) as Partial<Completion>;
  if (!isTexts(values) || !isOptionalCount(total) || (hasMore !== undefined && typeof hasMore !== 'boolean'))
    throw new TypeError(
      `${label} returned no completion. Return a list of texts, or { values, total, hasMore } with a whole number and true or false`,
    );
  return limit(values, total, hasMore);
}

/** Those that begin with what was typed, in any case. */
export function completeFrom(values: readonly string[], typed: string): Completion {
  const start = typed.toLowerCase();
  return limit(values.filter((value) => value.toLowerCase().startsWith(start)));
}

function limit(
  values: readonly string[],
  total = values.length,
  hasMore = total > values.length,
): Completion {
  const isCut = values.length > MAX_COMPLETION_VALUES;
  return {
    values: isCut ? values.slice(0, MAX_COMPLETION_VALUES) : values,
    total: Math.max(total, values.length),
    hasMore: isCut || hasMore,
  };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isOptionalCount(value: unknown): boolean {
  return value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0);
}
