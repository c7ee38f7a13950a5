import type { OfficialSchema, SchemaNode } from './official-schemas.js';

/** What a tool's author puts in them is the author's. */
const OPEN_MEMBERS = ['inputSchema', 'outputSchema'];

/**
 * The schema of a revision, where no object has members that the revision does not name. The official one lets any pass,
 * so that a member of a newer revision would never be seen. What it says is open stays open: `_meta`, `data`, and results
 * whose method is unknown.
 */
export function toClosedSchema({ root, definitions, definitionsKey }: OfficialSchema): object {
  const closed = Object.entries(definitions).map(([name, definition]) => [
    name,
    name.endsWith('MetaObject') ? definition : close(definition),
  ]);
  return { ...root, [definitionsKey]: Object.fromEntries(closed) as object };
}

function close(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(close);
  if (typeof node !== 'object' || node === null) return node;
  // The parts of an intersection do not know the members of each other.
  if ('allOf' in node) return node;
  const entries = Object.entries(node as SchemaNode).map(([keyword, value]) => [
    keyword,
    keyword === 'properties' ? closeMembers(value as Record<string, SchemaNode>) : close(value),
  ]);
  const isOpen = !('properties' in node) || 'additionalProperties' in node;
  return { ...(Object.fromEntries(entries) as object), ...(!isOpen && { additionalProperties: false }) };
}

function closeMembers(members: Record<string, SchemaNode>): object {
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [
      name,
      OPEN_MEMBERS.includes(name) ? member : close(member),
    ]),
  );
}
