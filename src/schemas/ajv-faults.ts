import type { ErrorObject } from 'ajv';
import type { UnionParams } from './counted-unions.js';
import type { InputIssue } from './input.js';
import { listValues } from './json-values-in-words.js';
import { tellUnion, type UnionFault } from './union-faults.js';

/** What ajv found, each fault once, with the path to the property that it names. Of a union, what is nearest to be right. */
export function toInputIssues(errors: readonly ErrorObject[]): InputIssue[] {
  const issues = toFaults(errors, 0, errors.length).map(toIssue);
  return [...new Map(issues.map((issue) => [`${issue.path} ${issue.message}`, issue])).values()];
}

function toIssue({ keys, code, message }: UnionFault): InputIssue {
  return { path: keys.join('.'), code, message };
}

/** From the end: the errors of a union's alternatives stand in front of its own. */
function toFaults(errors: readonly ErrorObject[], start: number, end: number): UnionFault[] {
  const faults: (readonly UnionFault[])[] = [];
  for (let index = end - 1; index >= start; index--) {
    const fault = toFault(errors[index]!);
    const { counts = [], passingSchemas } = errors[index]!.params as Partial<UnionParams>;
    const first = index - counts.reduce((sum, count) => sum + count, 0);
    const isUnion = counts.length > 0 && !passingSchemas;
    faults.push(isUnion ? tellUnion(fault, splitFaults(errors, first, counts)) : [fault]);
    index = first;
  }
  return faults.toReversed().flat();
}

function splitFaults(
  errors: readonly ErrorObject[],
  first: number,
  counts: readonly number[],
): UnionFault[][] {
  let start = first;
  return counts.map((count) => toFaults(errors, start, (start += count)));
}

function toFault({ instancePath, keyword, message = '', params }: ErrorObject): UnionFault {
  const known = params as Readonly<Record<string, unknown>>;
  const keys = instancePath.split('/').slice(1).map(unescapePointer);
  const key = known['missingProperty'] ?? known['additionalProperty'] ?? known['unevaluatedProperty'];
  if (typeof key === 'string') keys.push(key);
  return {
    keys,
    code: keyword,
    message: describeFault(keyword, known) ?? message,
    values: keyword === 'const' ? [known['allowedValue']] : (known['allowedValues'] as unknown[] | undefined),
  };
}

/** What ajv says of a property's holder, said of the property; and values that it does not name. */
function describeFault(keyword: string, params: Readonly<Record<string, unknown>>): string | undefined {
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not a known property';
    case 'type':
      return `must be ${[params['type'] as string | string[]].flat().map(withArticle).join(' or ')}`;
    case 'enum':
      return `must be one of: ${listValues(params['allowedValues'] as unknown[])}`;
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}`;
    default:
      return undefined;
  }
}

function withArticle(type: string): string {
  if (type === 'null') return type;
  return /^[aio]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** RFC 6901 section 4 */
function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
