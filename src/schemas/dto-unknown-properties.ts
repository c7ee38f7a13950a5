import { isRecord, type Params } from '../protocol/index.js';
import { MAX_DEPTH } from './dto-instance.js';
import type { DtoProperty, DtoShape } from './dto-shape.js';
import { ENOUGH_ISSUES, type InputIssue, unknownProperty } from './input.js';

/** The names in JSON that a class, and those in it, do not declare. What `@Transform()` reads may be of any shape. */
export function findUnknownProperties(root: DtoShape, source: Params): InputIssue[] {
  const issues: InputIssue[] = [];
  visit(root, source, '', 0, issues);
  return issues;
}

function visit(shape: DtoShape, source: Params, prefix: string, depth: number, issues: InputIssue[]): void {
  for (const key of Object.keys(source))
    if (issues.length >= ENOUGH_ISSUES || depth > MAX_DEPTH) return;
    else if (!shape.clientNames.has(key)) issues.push(unknownProperty(prefix + key));
  for (const property of shape.properties.values()) {
    const { nested, transform } = property;
    if (!nested || transform.functions.length > 0) continue;
    for (const [path, member] of membersOf(
      property,
      source[transform.clientName],
      prefix + transform.clientName,
    )) {
      const one = isRecord(member) ? nested.findShape(member) : undefined;
      if (one) visit(one, member as Params, `${path}.`, depth + 1, issues);
    }
  }
}

function membersOf({ form }: DtoProperty, value: unknown, path: string): (readonly [string, unknown])[] {
  if (form === 'one') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([key, member]) => [`${path}.${key}`, member]);
}
