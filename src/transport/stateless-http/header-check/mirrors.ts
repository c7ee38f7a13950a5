import {
  type HeaderParameter,
  isRecord,
  type NotificationMessage,
  type Params,
  type RequestMessage,
} from '../../../protocol/index.js';

/** A header, and what of the body it repeats. */
export interface Mirror {
  readonly header: string;
  /** As messages name it: `params.name`. */
  readonly source: string;
  readonly value: unknown;
}

/** Which of its params a method has in `Mcp-Name`. */
const NAMED_BY = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
]);

export function mirrorsOf(
  { method, params }: RequestMessage | NotificationMessage,
  parameters: readonly HeaderParameter[],
): Mirror[] {
  const args = ownOf(params, 'arguments');
  return [
    ...nameMirrors(method, params),
    ...parameters.map(({ header, path }) => ({
      header,
      source: `the argument ${path.join('.')}`,
      value: path.reduce(ownOf, args),
    })),
  ];
}

/** The method itself refuses a name that is not text. */
function nameMirrors(method: string, params: Params): Mirror[] {
  const key = NAMED_BY.get(method);
  if (key === undefined) return [];
  const value = ownOf(params, key);
  const name = typeof value === 'string' ? value : undefined;
  return [{ header: 'Mcp-Name', source: `params.${key}`, value: name }];
}

/** A list has no properties, though JavaScript gives it some. */
function ownOf(object: unknown, key: string): unknown {
  return isRecord(object) && Object.hasOwn(object, key) ? object[key] : undefined;
}
