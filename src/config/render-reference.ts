import { ENVIRONMENT } from './environment.js';
import { UNREAD_OVER_STDIO } from './unread-over-stdio.js';
import type { Variable } from './variable.js';

const UNREAD = 'Not read over stdio.';

/** docs/reference/environment.md, from the definitions that the service itself reads. */
export function renderReference(): string {
  const sections = Object.entries(ENVIRONMENT).map(([title, group]) => renderGroup(title, group));
  return `# Environment variables

Generated from \`src/config/environment.ts\` by \`npm run docs:environment\`. A variable that is empty counts as unset; a bad
value stops the start and is named. Durations are in the unit that the name ends with, sizes in bytes. A process that serves
[standard input and output](../guides/stdio.md) does not read what serves many callers: that is said here of a variable, or of
all in a section.

${sections.join('\n')}`;
}

function renderGroup(title: string, group: Readonly<Record<string, Variable<unknown>>>): string {
  const isUnread = Object.keys(group).every((name) => name in UNREAD_OVER_STDIO);
  const rows = Object.entries(group).map(([name, { rule, description, ...shown }]) => {
    const note = !isUnread && name in UNREAD_OVER_STDIO ? ` ${UNREAD}` : '';
    return `| \`${name}\` | ${renderDefault(shown)} | ${escape(rule)} | ${escape(description)}${note} |\n`;
  });
  const note = isUnread ? `${UNREAD}\n\n` : '';
  return `## ${title}\n\n${note}| Variable | Default | Value | |\n| --- | --- | --- | --- |\n${rows.join('')}`;
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
