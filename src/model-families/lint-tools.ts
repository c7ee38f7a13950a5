import type { ToolDefinition } from '../protocol/index.js';
import { CLAUDE_RULES } from './claude-rules.js';
import { FAMILY_NAMES, type ModelFamily } from './family.js';
import { GEMINI_RULES } from './gemini-rules.js';
import { OPENAI_RULES } from './openai-rules.js';
import type { Fault, FamilyRules, Severity } from './rule.js';
import { listNodes } from './schema-nodes.js';
import { VSCODE_RULES } from './vscode-rules.js';

const RULES: Readonly<Record<ModelFamily, FamilyRules>> = {
  openai: OPENAI_RULES,
  gemini: GEMINI_RULES,
  claude: CLAUDE_RULES,
  vscode: VSCODE_RULES,
};

/** A definition, and where its author finds it. */
export interface LintedTool {
  readonly definition: ToolDefinition;
  /** `SearchTools.search` */
  readonly label: string;
  /** The class of its input, if it is one: `SearchInput`. */
  readonly inputName?: string | undefined;
}

/** What one model family holds against a tool, or, without one, against the server. */
export interface Finding extends Fault {
  readonly family: ModelFamily;
  readonly severity: Severity;
  readonly tool?: string;
  readonly label?: string;
  /** How to mend it, in one sentence. */
  readonly mend: string;
  /** The URL of a vendor's page, or of a public report. */
  readonly see: string;
}

/** Holds definitions to the rules of model families: tool by tool, and in each family by family. */
export function lintTools(
  tools: readonly LintedTool[],
  families: readonly ModelFamily[] = FAMILY_NAMES,
): Finding[] {
  return [
    ...families.flatMap((family) => lintCount(tools.length, family)),
    ...tools.flatMap((tool) => lintTool(tool, families)),
  ];
}

function lintTool({ definition, label, inputName }: LintedTool, families: readonly ModelFamily[]): Finding[] {
  const nodes = listNodes(definition.inputSchema, inputName);
  const tool = definition.name;
  return families.flatMap((family) =>
    RULES[family].rules.flatMap(({ find, mend, severity, see }) =>
      find(definition, nodes).map((fault) => ({ family, severity, tool, label, ...fault, mend, see })),
    ),
  );
}

function lintCount(tools: number, family: ModelFamily): Finding[] {
  const { count, severity, see } = RULES[family].maxTools;
  if (tools <= count) return [];
  const what = `the server has ${tools} tools, at most ${count} are taken at once`;
  const mend = 'Serve them from several servers, or fewer to each caller by scopes';
  return [{ family, severity, pointer: '', path: '', what, mend, see }];
}
