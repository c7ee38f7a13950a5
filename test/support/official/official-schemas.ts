import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import type { ProtocolRevision } from '../../../src/protocol/index.js';
import { ROOT } from '../servers/server-process.js';

/** What a JSON Schema says of one kind of value, as far as it is read here. */
export interface SchemaNode {
  readonly [keyword: string]: unknown;
  properties?: Record<string, SchemaNode>;
  required?: string[];
  anyOf?: { $ref?: string }[];
}

/** The schema of one revision, and where its definitions are. */
export interface OfficialSchema {
  readonly root: object;
  readonly definitionsKey: 'definitions' | '$defs';
  readonly definitions: Readonly<Record<string, SchemaNode>>;
}

/** The conformance suite carries the schema of each revision but the first. */
const SUITE = join(
  ROOT,
  'test/clients/conformance/node_modules/@modelcontextprotocol/conformance/dist/index.js',
);

/** A definition that came with a revision, by which its schema is known, newest first. */
const CAME_WITH: readonly [ProtocolRevision, string][] = [
  ['2026-07-28', 'DiscoverResult'],
  ['2025-11-25', 'ElicitationCompleteNotification'],
  ['2025-06-18', 'ElicitRequest'],
  ['2025-03-26', 'JSONRPCBatchRequest'],
];

/**
 * The official schema of each revision.
 * @returns `undefined` where the suite is not installed
 * @throws Error when the suite is there, and carries them in another way
 */
export function readOfficialSchemas(): ReadonlyMap<ProtocolRevision, OfficialSchema> | undefined {
  const source = readSuite();
  if (source === undefined) return undefined;
  const schemas = new Map<ProtocolRevision, OfficialSchema>();
  for (const [start] of literalsIn(source)) {
    const schema = toOfficialSchema(literalAt(source, start));
    const [revision] = CAME_WITH.find(([, name]) => name in schema.definitions) ?? [];
    if (revision) schemas.set(revision, schema);
  }
  for (const [revision] of CAME_WITH)
    if (!schemas.has(revision)) throw new Error(`The suite has no schema of ${revision} that is found`);
  return schemas.set('2024-11-05', toFirstRevision(schemas.get('2025-03-26')!));
}

function readSuite(): string | undefined {
  try {
    return readFileSync(SUITE, 'utf8');
  } catch {
    return undefined;
  }
}

/** Where objects begin that are schemas with definitions. */
function literalsIn(source: string): [number][] {
  const starts = source.matchAll(/\{\$schema:`https?:[^`]+`,(?:\$defs|definitions):\{Annotations:/g);
  return [...starts].map(({ index }) => [index]);
}

/** The object that a program writes at an offset. It holds texts between backticks, and nothing that runs. */
function literalAt(source: string, start: number): object {
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    const character = source[at];
    if (character === '{') depth++;
    else if (character === '}') depth--;
    else if (character === '`' || character === '"') at = endOfText(source, at, character);
    if (depth === 0) return plain(runInNewContext(`(${source.slice(start, at + 1)})`, {}, { timeout: 5000 }));
  }
  throw new Error('The suite has a schema without an end');
}

function endOfText(source: string, start: number, quote: string): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === quote) return at;
  }
  throw new Error('The suite has a text without an end');
}

/** Objects of this realm: those of another one are not equal to ours. */
function plain(value: unknown): object {
  return JSON.parse(JSON.stringify(value)) as object;
}

function toOfficialSchema(root: object): OfficialSchema {
  const definitionsKey = '$defs' in root ? '$defs' : 'definitions';
  const definitions = (root as Record<string, Record<string, SchemaNode>>)[definitionsKey]!;
  return { root, definitionsKey, definitions };
}

/**
 * The schema of 2024-11-05, made of the next one: what came with that is left out.
 * @see https://modelcontextprotocol.io/specification/2025-03-26/changelog
 */
function toFirstRevision(next: OfficialSchema): OfficialSchema {
  const first = toOfficialSchema(plain(next.root));
  const { definitions } = first;
  remove(definitions['Tool']!.properties, 'annotations');
  remove(definitions['ServerCapabilities']!.properties, 'completions');
  remove(definitions['ProgressNotification']!.properties!['params']!.properties, 'message');
  for (const holder of ['PromptMessage', 'SamplingMessage'])
    withoutAudio(definitions[holder]!.properties!['content']!);
  withoutAudio(definitions['CallToolResult']!.properties!['content']!['items'] as SchemaNode);
  return first;
}

function remove(properties: Record<string, unknown> | undefined, name: string): void {
  if (!properties || !(name in properties)) throw new Error(`The schema of 2025-03-26 has no ${name}`);
  delete properties[name];
}

function withoutAudio(content: SchemaNode): void {
  const kinds = content.anyOf!.filter(({ $ref }) => $ref !== '#/definitions/AudioContent');
  if (kinds.length === content.anyOf!.length) throw new Error('The schema of 2025-03-26 has no audio');
  content.anyOf = kinds;
}
