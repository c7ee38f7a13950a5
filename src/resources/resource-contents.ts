import { isUtf8 } from 'node:buffer';
import { isAsyncIterable, type McpContext } from '../features/index.js';
import { encodeJson } from '../json-rpc/index.js';
import { isRecord, type ResourceContents } from '../protocol/index.js';
import { describeUnencodable, refuseEmptied, toSendable } from '../schemas/index.js';
import { collectStream, refuseLarge } from './collect-stream.js';
import { isTextType } from './text-types.js';

/** What contents are of, where they do not say it themselves. */
export interface ContentsSource {
  readonly uri: string;
  readonly mimeType: string | undefined;
  /** Names the method in messages: `ConfigResources.app`. */
  readonly label: string;
  readonly maxBytes: number;
}

type Members = Readonly<Record<string, unknown>>;

const CONTENTS_KEYS = new Set(['uri', 'mimeType', 'text', 'blob', '_meta']);

/**
 * What a resource method returned, as contents: text, bytes, a stream, several contents with a `uri` each, or an object, which
 * is sent as JSON.
 * @returns `undefined` where it returned nothing: the resource is not there
 * @throws TypeError for what JSON cannot hold, and for contents that clients refuse
 * @throws ProtocolError for bytes that are too many to be sent
 */
export async function toResourceContents(
  returned: unknown,
  source: ContentsSource,
  context: Pick<McpContext, 'signal'>,
): Promise<ResourceContents[] | undefined> {
  if (returned === undefined || returned === null) return undefined;
  if (isAsyncIterable(returned)) {
    const collected = await collectStream(returned, context, source.maxBytes, source.label);
    return [toContents(collected, source)];
  }
  const listed = listContents(returned);
  return listed ? listed.map((one) => completeContents(one, source)) : [toContents(returned, source)];
}

/** @returns `undefined` for what is a value, and no contents */
function listContents(returned: unknown): readonly Members[] | undefined {
  if (isRecord(returned) && Array.isArray(returned['contents']) && Object.keys(returned).length === 1)
    return returned['contents'].every(isContents) ? returned['contents'] : undefined;
  if (isContents(returned)) return [returned];
  return Array.isArray(returned) && returned.length > 0 && returned.every(isContents) ? returned : undefined;
}

function isContents(value: unknown): value is Members {
  return (
    isRecord(value) &&
    typeof value['uri'] === 'string' &&
    (value['text'] === undefined) !== (value['blob'] === undefined) &&
    Object.keys(value).every((key) => CONTENTS_KEYS.has(key))
  );
}

/** @throws TypeError for contents that clients refuse */
function completeContents(
  { uri, mimeType, text, blob, _meta }: Members,
  source: ContentsSource,
): ResourceContents {
  const place = `${source.label} returned contents of ${String(uri)}`;
  if (mimeType !== undefined && typeof mimeType !== 'string')
    throw new TypeError(`${place} whose mimeType is no text`);
  if (_meta !== undefined && !isRecord(_meta)) throw new TypeError(`${place} whose _meta is no object`);
  if (text !== undefined && typeof text !== 'string') throw new TypeError(`${place} whose text is no text`);
  if (blob !== undefined && !(blob instanceof Uint8Array))
    throw new TypeError(`${place} whose blob is no Buffer or Uint8Array. Write Buffer.from(…)`);
  const own = { ...source, uri: uri as string, mimeType: mimeType ?? mimeTypeOf(uri, source) };
  return { ...toContents(text ?? blob, own), ...(_meta && { _meta }) };
}

/** The author's type is that of the resource, and not of others that are sent with it. */
function mimeTypeOf(uri: unknown, source: ContentsSource): string | undefined {
  return uri === source.uri ? source.mimeType : undefined;
}

function toContents(value: unknown, source: ContentsSource): ResourceContents {
  const { uri, mimeType, label, maxBytes } = source;
  if (typeof value === 'string') return { uri, mimeType: mimeType ?? 'text/plain', text: value };
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return { uri, mimeType: mimeType ?? 'text/plain', text: String(value) };
  if (value instanceof ArrayBuffer) return toContents(new Uint8Array(value), source);
  if (value instanceof Uint8Array) {
    if (value.length > maxBytes) refuseLarge(value.length, maxBytes);
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return mimeType !== undefined && isTextType(mimeType) && isUtf8(bytes)
      ? { uri, mimeType, text: bytes.toString() }
      : { uri, mimeType: mimeType ?? 'application/octet-stream', blob: bytes.toString('base64') };
  }
  if (typeof value !== 'object' || value === null) throw new TypeError(`${label} returned a ${typeof value}`);
  return { uri, mimeType: mimeType ?? 'application/json', text: toJson(value, label) };
}

function toJson(value: object, label: string): string {
  try {
    const json = encodeJson(toSendable(value, label));
    if (json.includes('{}')) refuseEmptied(value, label);
    return json;
  } catch (error) {
    throw describeUnencodable(value, label) ?? error;
  }
}
