import { isUnion, type SchemaNode } from './schema-nodes.js';

/**
 * The schemas that no finite value has: those that need themselves, or another such one. One branch of a union is enough
 * for a value.
 * @param targets where references lead
 */
export function findEndless(
  nodes: readonly SchemaNode[],
  targets: ReadonlyMap<SchemaNode, SchemaNode>,
): ReadonlySet<SchemaNode> {
  const endless = new Set(nodes);
  const needs = needsOf(nodes, targets);
  const hasEnd = (node: SchemaNode): boolean =>
    needs.get(node)!.every((choice) => choice.some((one) => !endless.has(one)));
  // Children follow their parents, so most are known after one round.
  const upwards = nodes.toReversed();
  for (let known = -1; known !== endless.size;) {
    known = endless.size;
    for (const node of upwards) if (endless.has(node) && hasEnd(node)) endless.delete(node);
  }
  return endless;
}

/** What a value of each schema needs: one of each of these lists. */
function needsOf(
  nodes: readonly SchemaNode[],
  targets: ReadonlyMap<SchemaNode, SchemaNode>,
): ReadonlyMap<SchemaNode, readonly SchemaNode[][]> {
  const needs = new Map<SchemaNode, SchemaNode[][]>();
  const unions = new Map<SchemaNode, Map<string, SchemaNode[]>>();
  for (const node of nodes) {
    const target = targets.get(node);
    needs.set(node, target ? [[target]] : []);
    if (!node.parent) continue;
    if (node.isNeeded) needs.get(node.parent)!.push([node]);
    if (!isUnion(node)) continue;
    const ofParent = unions.get(node.parent) ?? new Map<string, SchemaNode[]>();
    unions.set(node.parent, ofParent);
    const branches = ofParent.get(node.keyword!);
    if (branches) branches.push(node);
    else ofParent.set(node.keyword!, [node]);
  }
  for (const [node, ofParent] of unions) needs.get(node)!.push(...ofParent.values());
  return needs;
}
