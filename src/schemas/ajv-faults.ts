import type { ErrorObject } from 'ajv';
import type { InputIssue } from './input.js';

/** A fault that ajv found, with the path to the property that it names. */
export function toInputIssue(error: ErrorObject): InputIssue {
  const { instancePath, keyword, message = '' } = error;
  const params = error.params as Readonly<Record<string, unknown>>;
  const keys = instancePath.split('/').slice(1).map(unescapePointer);
  const key = params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty'];
  if (typeof key === 'string') keys.push(key);
  return { path: keys.join('.'), code: keyword, message: describeFault(keyword, params) ?? message };
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

/** More are not read; a schema may list thousands. */
const MAX_LISTED_VALUES = 50;

function listValues(values: readonly unknown[]): string {
  const listed = values.slice(0, MAX_LISTED_VALUES).map((value) => JSON.stringify(value));
  return [...listed, ...(values.length > MAX_LISTED_VALUES ? ['…'] : [])].join(', ');
}

function withArticle(type: string): string {
  if (type === 'null') return type;
  return /^[aio]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** RFC 6901 section 4 */
function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
