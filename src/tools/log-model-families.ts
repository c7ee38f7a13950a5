import type { Logger } from '@nestjs/common';
import { type Finding, lintTools, MODEL_FAMILIES } from '../model-families/index.js';
import type { RegisteredTool } from './registered-tool.js';

/** A line names this many; `rookery lint` names all. */
const MAX_NAMED = 3;

/** The findings that are written out at debug level. */
const MAX_DETAILS = 100;

/** Says in one line which tools a model family would refuse, and in another which have no description. */
export function logModelFamilies(tools: readonly RegisteredTool[], logger: Logger): void {
  if (tools.length === 0) return;
  const findings = lintTools(tools);
  const refusals = findings.filter(({ severity }) => severity === 'refused');
  if (refusals.length > 0) logger.warn(describeRefusals(refusals, tools.length));
  else logger.log(`${count(tools.length)}, which every model family takes`);
  const silent = tools.filter(({ definition }) => !definition.description?.trim());
  if (silent.length > 0) logger.warn(describeSilent(silent));
  for (const finding of findings.slice(0, MAX_DETAILS))
    logger.debug(
      `${nameOf(finding)}, ${finding.severity} (${MODEL_FAMILIES[finding.family]}): ${describe(finding)} ${finding.see}`,
    );
}

function describeRefusals(refusals: readonly Finding[], tools: number): string {
  const byName = new Map<string, Finding[]>();
  for (const finding of refusals)
    byName.set(nameOf(finding), [...(byName.get(nameOf(finding)) ?? []), finding]);
  const named = [...byName].slice(0, MAX_NAMED).map(([name, findings]) => {
    const families = new Set(findings.map(({ family }) => MODEL_FAMILIES[family]));
    return `${name} by ${[...families].join(', ')} (${describe(findings[0]!)})`;
  });
  const refused = new Set(refusals.flatMap(({ tool }) => tool ?? [])).size;
  const subject = refused > 0 ? `${refused} of ${count(tools)}` : `a server of ${count(tools)}`;
  return `Model families would refuse ${subject}: ${list(named, byName.size)}. rookery lint shows all`;
}

function describeSilent(tools: readonly RegisteredTool[]): string {
  const labels = tools.slice(0, MAX_NAMED).map(({ label }) => label);
  return `Without a description, by which a model chooses: ${list(labels, tools.length)}. Write @Tool({ description: '…' })`;
}

function nameOf({ label }: Finding): string {
  return label ?? 'the server';
}

function describe({ path, what, mend }: Finding): string {
  return `${path && `${path}: `}${what}. ${mend}`;
}

function list(named: readonly string[], all: number): string {
  return all > named.length ? `${named.join('; ')}; and ${all - named.length} more` : named.join('; ');
}

function count(tools: number): string {
  return tools === 1 ? '1 tool' : `${tools} tools`;
}
