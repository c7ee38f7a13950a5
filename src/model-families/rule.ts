import type { JsonSchema, ToolDefinition } from '../protocol/index.js';
import type { SchemaNode } from './schema-nodes.js';

/** `refused`: requests with the tool fail, or the tool is left out. `note`: some client, or some mode, may refuse it. */
export type Severity = 'refused' | 'note';

/** Where a definition breaks a rule, and what is wrong there. */
export interface Fault {
  /** From the definition, as in RFC 6901: `/inputSchema/properties/tags`. */
  readonly pointer: string;
  /** Class and property, as far as they are known: `SearchInput.tags`; empty for the tool as a whole. */
  readonly path: string;
  /** What is there: `type is a list, ["string","null"]`. */
  readonly what: string;
}

/** Looks for one kind of fault, and says how to mend it in one sentence. */
export interface Check {
  readonly mend: string;
  readonly find: (definition: ToolDefinition, nodes: readonly SchemaNode[]) => readonly Fault[];
}

/** What one model family refuses. */
export interface ModelRule extends Check {
  readonly severity: Severity;
  /** A page of the vendor, or a public report of the refusal. */
  readonly see: string;
}

/** What one model family refuses of tools, and of a server as a whole. */
export interface FamilyRules {
  readonly rules: readonly ModelRule[];
  /** How many tools one request may have, and what happens above. */
  readonly maxTools: { readonly count: number; readonly severity: Severity; readonly see: string };
}

/** Judges each schema of the input, by what it says is wrong with it. */
export function inEachSchema(judge: (schema: JsonSchema) => string | undefined): Check['find'] {
  return (_, nodes) =>
    nodes.flatMap((node) => {
      const what = typeof node.schema === 'boolean' ? undefined : judge(node.schema);
      return what === undefined ? [] : [{ pointer: node.pointer, path: node.path, what }];
    });
}

/** Judges the input as a whole. */
export function atTheTop(judge: (schema: JsonSchema) => string | undefined): Check['find'] {
  return ({ inputSchema }) => {
    const what = judge(inputSchema);
    return what === undefined ? [] : [{ pointer: '/inputSchema', path: '', what }];
  };
}

/** Judges the tool's name. */
export function inTheName(judge: (name: string) => string | undefined): Check['find'] {
  return ({ name }) => {
    const what = judge(name);
    return what === undefined ? [] : [{ pointer: '/name', path: '', what }];
  };
}
