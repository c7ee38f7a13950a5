import {
  type CompletionReference,
  InvalidParamsError,
  isRecord,
  type Params,
  type ProtocolRevision,
  traitsOf,
} from '../protocol/index.js';
import type { CompletionRequest } from './complete.decorator.js';

/** What a reference names, and what that is called in messages. */
export interface ReadReference {
  readonly type: CompletionReference['type'];
  readonly name: string;
  readonly kind: 'prompt' | 'template';
}

/** @returns `undefined` for anything but a reference */
export function readReference({ ref }: Params): ReadReference | undefined {
  if (!isRecord(ref)) return undefined;
  const { type, name, uri } = ref;
  if (type === 'ref/prompt' && typeof name === 'string') return { type, name, kind: 'prompt' };
  return type === 'ref/resource' && typeof uri === 'string'
    ? { type, name: uri, kind: 'template' }
    : undefined;
}

/** @throws InvalidParamsError for members of the wrong type */
export function readRequest(
  { argument, context }: Params,
  revision: ProtocolRevision,
): CompletionRequest & { readonly name: string } {
  const { name, value } = isRecord(argument) ? argument : {};
  if (typeof name !== 'string' || typeof value !== 'string')
    throw new InvalidParamsError('argument must have a name and a value, both text');
  const known = traitsOf(revision).hasCompletionContext ? context : undefined;
  return { name, value, arguments: readArguments(known) };
}

function readArguments(context: unknown): Readonly<Record<string, string>> {
  const args = isRecord(context) ? (context['arguments'] ?? {}) : {};
  if (isRecord(args) && Object.values(args).every((one) => typeof one === 'string'))
    return args as Readonly<Record<string, string>>;
  throw new InvalidParamsError('context.arguments must be an object of texts');
}
