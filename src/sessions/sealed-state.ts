import type { PeerState } from '../json-rpc/index.js';
import { type ClientCapabilities, type Implementation, isSessionRevision } from '../protocol/index.js';

/** What a sealed id has of a session: the part of its state that `initialize` agreed on. */
export type SealedState = Pick<PeerState, 'revision' | 'client' | 'capabilities'>;

/** A header field that every proxy takes has to hold what is sealed, so each part has a bound, in bytes of JSON. */
const MAX_NAME_BYTES = 128;
const MAX_VERSION_BYTES = 64;
const MAX_CAPABILITIES_BYTES = 512;

/** What the specification names; others go first where there is not room for all. */
const KNOWN_CAPABILITIES = ['roots', 'sampling', 'elicitation', 'tasks'];

/** @param expiresAtMs until when it is good, in milliseconds since the epoch */
export function encodeSealedState(
  { revision, client, capabilities }: SealedState,
  expiresAtMs: number,
): string {
  const names = client && [
    cutText(client.name, MAX_NAME_BYTES),
    cutText(client.version, MAX_VERSION_BYTES),
    ...(client.title === undefined ? [] : [cutText(client.title, MAX_NAME_BYTES)]),
  ];
  return JSON.stringify([expiresAtMs, revision, boundCapabilities(capabilities), ...(names ?? [])]);
}

/** @returns `undefined` for what is not good any more at `nowMs`, or is of a revision that this version does not know */
export function decodeSealedState(text: string, nowMs: number): SealedState | undefined {
  const [expiresAtMs, revision, capabilities, ...names] = JSON.parse(text) as [
    number,
    string,
    ClientCapabilities,
    ...string[],
  ];
  if (expiresAtMs <= nowMs || !isSessionRevision(revision)) return undefined;
  return { revision, capabilities, client: clientOf(names) };
}

function clientOf([name, version, title]: readonly string[]): Implementation | undefined {
  if (name === undefined || version === undefined) return undefined;
  return { name, version, ...(title !== undefined && { title }) };
}

/** A capability with more to say than there is room for is kept without it. */
function boundCapabilities(capabilities: ClientCapabilities): ClientCapabilities {
  if (jsonBytes(capabilities) <= MAX_CAPABILITIES_BYTES) return capabilities;
  const known = KNOWN_CAPABILITIES.filter((name) => Object.hasOwn(capabilities, name));
  const kept: Record<string, unknown> = Object.fromEntries(known.map((name) => [name, {}]));
  for (const name of known) {
    const filled = { ...kept, [name]: capabilities[name] };
    if (jsonBytes(filled) <= MAX_CAPABILITIES_BYTES) kept[name] = capabilities[name];
  }
  return kept;
}

function cutText(text: string, maxBytes: number): string {
  let [length, bytes] = [0, 0];
  for (const character of text) {
    bytes += jsonBytes(character) - jsonBytes('');
    if (bytes > maxBytes) return text.slice(0, length);
    length += character.length;
  }
  return text;
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
