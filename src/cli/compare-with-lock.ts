import type { ToolDefinition } from '../protocol/index.js';
import { compareTools, type Difference } from './definition-drift.js';
import { readLock, toLockedTools, writeLock } from './tools-lock.js';

export interface LockVerdict {
  /** None right after the file was written. */
  readonly differences: readonly Difference[];
  /** What people read of it. */
  readonly text: string;
}

/**
 * Holds definitions to those that a review saw, so that nobody changes unseen what models are told.
 * @param update writes the file, also if there is one
 * @throws CommandError for a file that is not a lock
 */
export function compareWithLock(
  path: string,
  definitions: readonly ToolDefinition[],
  update: boolean,
): LockVerdict {
  const now = toLockedTools(definitions);
  const reviewed = update ? undefined : readLock(path);
  if (!reviewed) {
    writeLock(path, now);
    return { differences: [], text: `Wrote ${path}: commit it` };
  }
  const differences = compareTools(reviewed, now);
  const tools = new Set(differences.map(({ tool }) => tool));
  if (tools.size === 0) return { differences, text: `${path}: no tool drifted` };
  const lines = [...tools].flatMap((tool) =>
    describeTool(
      tool,
      differences.filter((one) => one.tool === tool),
    ),
  );
  const heading = `${path}: ${tools.size === 1 ? '1 tool' : `${tools.size} tools`} drifted from what was reviewed`;
  return {
    differences,
    text: [heading, ...lines, 'If models may see this, add --update and commit the file'].join('\n'),
  };
}

function describeTool(tool: string, differences: readonly Difference[]): string[] {
  const [{ pointer, before, after }] = differences as [Difference];
  if (pointer === '' && before === undefined) return [`  + ${tool} is new`, `    ${show(after)}`];
  if (pointer === '' && after === undefined) return [`  - ${tool} is gone`];
  return [`  ~ ${tool}`, ...differences.flatMap(describePlace)];
}

function describePlace({ pointer, before, after }: Difference): string[] {
  return [
    `    ${pointer}`,
    ...(before === undefined ? [] : [`      - ${show(before)}`]),
    ...(after === undefined ? [] : [`      + ${show(after)}`]),
  ];
}

/** Characters that nobody sees, and those that turn the writing round, are where an instruction to a model hides. */
function show(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\u00a0]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}
