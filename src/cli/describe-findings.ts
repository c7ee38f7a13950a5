import { type Finding, MODEL_FAMILIES } from '../model-families/index.js';

const VERBS = { refused: 'Refused by', note: 'Note on' } as const;

/** Findings for people: tool by tool, what is refused first, and a last line that counts. */
export function describeFindings(findings: readonly Finding[], tools: number): string {
  const byTool = groupBy(findings, ({ label = 'The server', tool }) =>
    tool === undefined ? label : `${label} ("${tool}")`,
  );
  const sections = [...byTool].map(([name, found]) => [name, ...describeTool(found)].join('\n'));
  return [...sections, summarize(findings, tools)].join('\n\n');
}

function describeTool(findings: readonly Finding[]): string[] {
  const sorted = findings.toSorted((a, b) => Number(a.severity === 'note') - Number(b.severity === 'note'));
  // What several families say alike stands there once.
  const alike = groupBy(sorted, ({ severity, pointer, what, mend }) =>
    [severity, pointer, what, mend].join('\n'),
  );
  return [...alike.values()].flatMap((found) => {
    const [{ severity, path, pointer, what, mend }] = found as [Finding];
    const families = found.map(({ family }) => MODEL_FAMILIES[family]).join(', ');
    return [
      `  ${VERBS[severity]} ${families}: ${path && `${path}: `}${what}. ${mend}.`,
      `    ${pointer && `${pointer}, `}${[...new Set(found.map(({ see }) => see))].join(' ')}`,
    ];
  });
}

function summarize(findings: readonly Finding[], tools: number): string {
  const refused = findings.filter(({ severity }) => severity === 'refused');
  const names = new Set(refused.map(({ tool }) => tool ?? 'the server itself'));
  const families = [...new Set(refused.map(({ family }) => MODEL_FAMILIES[family]))];
  const verdict = refused.length === 0 ? 'none' : [...names].join(', ');
  const by = families.length === 0 ? '' : ` by ${families.join(', ')}`;
  const notes = findings.length - refused.length;
  return `${tools === 1 ? '1 tool' : `${tools} tools`}, refused${by}: ${verdict}. ${notes === 1 ? '1 note' : `${notes} notes`}`;
}

function groupBy<Member>(
  members: readonly Member[],
  keyOf: (member: Member) => string,
): Map<string, Member[]> {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const group = groups.get(keyOf(member));
    if (group) group.push(member);
    else groups.set(keyOf(member), [member]);
  }
  return groups;
}
