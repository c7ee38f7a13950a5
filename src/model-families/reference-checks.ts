import { findEndless } from './endless-schemas.js';
import { type Check, type Fault, inEachSchema } from './rule.js';
import { findComponents } from './strong-components.js';
import { DEFINITIONS, escapePointer, isUnion, type SchemaNode, unescapePointer } from './schema-nodes.js';

export const REFERENCE_TO_NOTHING: Check = {
  mend: 'Write the schema in place, or into $defs of the same input',
  find: (_, nodes) => {
    const pointers = new Set(nodes.map(({ pointer }) => pointer));
    return referencesOf(nodes)
      .filter(({ target }) => target === undefined || !pointers.has(target))
      .map(({ node, reference }) => toFault(node, `$ref ${reference} leads to nothing in the input`));
  },
};

const NEXT_TO_REFERENCE = new Set(['$ref', 'description', 'default']);

export const REFERENCE_AND_MORE: Check = {
  mend: 'Let only description and default stand next to $ref, or write the schema in place',
  find: inEachSchema((schema) => {
    if (typeof schema['$ref'] !== 'string') return undefined;
    const others = Object.keys(schema).filter(
      (keyword) => !NEXT_TO_REFERENCE.has(keyword) && !DEFINITIONS.includes(keyword),
    );
    return others.length > 0 ? `next to $ref stand ${others.join(', ')}` : undefined;
  }),
};

export const REFERENCE: Check = {
  mend: 'Use each nested class once, so that its schema is written in place',
  find: inEachSchema(({ $ref }) => (typeof $ref === 'string' ? `it has $ref ${$ref}` : undefined)),
};

export const ENDLESS_LOOP: Check = {
  mend: 'Make one property of the loop optional',
  find: (_, nodes) => findEndlessLoops(nodes).map((node) => toFault(node, 'it contains itself, and has to')),
};

export const LOOP: Check = {
  mend: 'Bound the depth: write the levels that are needed as classes of their own',
  find: (_, nodes) => {
    const endless = new Set(findEndlessLoops(nodes));
    return findLoops(nodes, () => true)
      .filter((node) => !endless.has(node))
      .map((node) => toFault(node, 'it contains itself'));
  },
};

/** The references that lead back to themselves, where no value comes to an end without them. */
function findEndlessLoops(nodes: readonly SchemaNode[]): SchemaNode[] {
  const endless = findEndless(nodes, targetsOf(nodes));
  return findLoops(
    nodes.filter((node) => endless.has(node)),
    (node) => node.isNeeded || isUnion(node),
  );
}

/** The references among these schemas that lead back to themselves, over the steps that count. */
function findLoops(nodes: readonly SchemaNode[], counts: (node: SchemaNode) => boolean): SchemaNode[] {
  const targets = targetsOf(nodes);
  const next = new Map<SchemaNode, SchemaNode[]>(nodes.map((node) => [node, []]));
  for (const node of nodes)
    if (node.parent && counts(node) && !isDefinition(node)) next.get(node.parent)?.push(node);
  for (const [node, target] of targets) next.get(node)!.push(target);
  const components = findComponents(next);
  return [...targets].flatMap(([node, target]) =>
    components.get(node) === components.get(target) ? [node] : [],
  );
}

/** Where references lead, if that is one of these schemas. */
function targetsOf(nodes: readonly SchemaNode[]): ReadonlyMap<SchemaNode, SchemaNode> {
  const byPointer = new Map(nodes.map((node) => [node.pointer, node]));
  return new Map(
    referencesOf(nodes).flatMap(({ node, target }) => {
      const found = byPointer.get(target ?? '');
      return found ? [[node, found]] : [];
    }),
  );
}

function isDefinition({ keyword }: SchemaNode): boolean {
  return keyword !== undefined && DEFINITIONS.includes(keyword);
}

/** Each `$ref`, and the pointer that it means; nothing for another document. Anchors are few, and are let pass. */
function referencesOf(
  nodes: readonly SchemaNode[],
): { node: SchemaNode; reference: string; target?: string }[] {
  return nodes.flatMap((node) => {
    const reference = typeof node.schema === 'boolean' ? undefined : node.schema['$ref'];
    if (typeof reference !== 'string' || /^#[^/]/.test(reference)) return [];
    const [isLocal, steps] = [reference.startsWith('#'), reference.slice(1).split('/').slice(1)];
    const target = ['/inputSchema', ...steps.map(toPointerSegment)].join('/');
    return [{ node, reference, ...(isLocal && { target }) }];
  });
}

/** In a URL's fragment a pointer is percent-encoded: RFC 6901 section 6. */
function toPointerSegment(step: string): string {
  try {
    return escapePointer(unescapePointer(decodeURIComponent(step)));
  } catch {
    return step;
  }
}

function toFault({ pointer, path }: SchemaNode, what: string): Fault {
  return { pointer, path, what };
}
