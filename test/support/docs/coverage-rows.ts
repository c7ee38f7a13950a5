import { type ProtocolRevision, REVISIONS } from '../../../src/protocol/index.js';
import { readMarkdown } from './snippets.js';

const STATES = ['served', 'not yet', '–'] as const;

/** A row of docs/reference/coverage.md. */
export interface CoverageRow {
  /** A method, a notification or a capability. */
  readonly name: string;
  readonly states: ReadonlyMap<ProtocolRevision, (typeof STATES)[number]>;
  /** Names of wires, or `all`; none where it is not served. */
  readonly over: readonly string[];
}

/** The rows under a heading of the page. @throws Error for a heading, a state or a column that is not there */
export function readCoverageRows(heading: string): CoverageRow[] {
  const section = readMarkdown('docs/reference/coverage.md')
    .split(/^## /m)
    .find((one) => one.startsWith(`${heading}\n`));
  const lines = section?.split('\n').filter((line) => line.startsWith('| ')) ?? [];
  const [head, , ...rows] = lines.map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
  if (head?.slice(1).join() !== [...REVISIONS, 'Over'].join())
    throw new Error(`${heading} has the columns ${head?.join(', ')}`);
  return rows.map((cells) => toRow(cells));
}

/** What of a table is served in a revision. */
export function servedIn(revision: ProtocolRevision, rows: readonly CoverageRow[]): string[] {
  return rows.filter(({ states }) => states.get(revision) === 'served').map(({ name }) => name);
}

function toRow([name, ...cells]: readonly string[]): CoverageRow {
  const over = cells.at(-1)!;
  const states = REVISIONS.map((revision, index) => {
    const state = STATES.find((one) => one === cells[index]);
    if (!state) throw new Error(`${name} is "${cells[index]}" in ${revision}`);
    return [revision, state] as const;
  });
  return {
    name: name!.replaceAll('`', ''),
    states: new Map(states),
    over: over === '–' ? [] : over.split(', '),
  };
}
