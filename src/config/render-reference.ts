import { ENVIRONMENT } from './environment.js';
import type { Variable } from './variable.js';

/** docs/reference/environment.md, from the definitions that the service itself reads. */
export function renderReference(): string {
  const sections = Object.entries(ENVIRONMENT).map(([title, group]) => renderGroup(title, group));
  return `# Environment variables

Generated from \`src/config/environment.ts\` by \`npm run docs:environment\`. A variable that is empty counts as unset; a bad
value stops the start and is named. Durations are in the unit that the name ends with, sizes in bytes.

${sections.join('\n')}`;
}

function renderGroup(title: string, group: Readonly<Record<string, Variable<unknown>>>): string {
  const rows = Object.entries(group).map(
    ([name, { rule, description, ...shown }]) =>
      `| \`${name}\` | ${renderDefault(shown)} | ${escape(rule)} | ${escape(description)} |\n`,
  );
  return `## ${title}\n\n| Variable | Default | Value | |\n| --- | --- | --- | --- |\n${rows.join('')}`;
}

function renderDefault({
  fallback,
  shownDefault,
}: Pick<Variable<unknown>, 'fallback' | 'shownDefault'>): string {
  if (shownDefault !== undefined) return shownDefault;
  return fallback === undefined ? '–' : `\`${JSON.stringify(fallback).replaceAll('"', '')}\``;
}

function escape(text: string): string {
  return text.replaceAll('|', '\\|');
}
