/** What each node leads to; every node is a key. */
export type Steps<Node> = ReadonlyMap<Node, readonly Node[]>;

/**
 * Nodes that lead to each other, by one of them: two are on one loop if theirs is the same. Takes time by the number of
 * steps, which the author of a schema chooses.
 * @see https://en.wikipedia.org/wiki/Kosaraju%27s_algorithm
 */
export function findComponents<Node>(steps: Steps<Node>): ReadonlyMap<Node, Node> {
  const components = new Map<Node, Node>();
  const back = reverse(steps);
  for (const root of orderByEnd(steps).toReversed()) {
    const waiting = [root];
    for (const node of waiting) {
      if (components.has(node)) continue;
      components.set(node, root);
      waiting.push(...back.get(node)!);
    }
  }
  return components;
}

/** Each after all that can be reached from it first. */
function orderByEnd<Node>(steps: Steps<Node>): Node[] {
  const ended: Node[] = [];
  const seen = new Set<Node>();
  for (const root of steps.keys()) {
    // A schema may be deeper than the stack of calls.
    const path: { node: Node; next: Iterator<Node> }[] = [];
    const enter = (node: Node): void => {
      if (seen.has(node)) return;
      seen.add(node);
      path.push({ node, next: steps.get(node)!.values() });
    };
    enter(root);
    for (let last = path.at(-1); last; last = path.at(-1)) {
      const { done, value } = last.next.next();
      if (done) ended.push(path.pop()!.node);
      else enter(value);
    }
  }
  return ended;
}

function reverse<Node>(steps: Steps<Node>): Steps<Node> {
  const back = new Map<Node, Node[]>([...steps.keys()].map((node) => [node, []]));
  for (const [node, others] of steps) for (const other of others) back.get(other)!.push(node);
  return back;
}
