/**
 * @typedef {object} Column
 * @property {string} title
 * @property {string} key of a figure
 * @property {number} [digits] after the point
 */

/**
 * @param {readonly Column[]} columns
 * @param {readonly import('./rounds.mjs').Row[]} rows
 * @returns {string} an aligned Markdown table
 */
export function renderTable(columns, rows) {
  const head = ['', 'server', ...columns.map(({ title }) => title)];
  const cells = rows.map((row) => [
    row.load,
    row.contestant,
    ...columns.map(({ key, digits = 0 }) => renderNumber(row.figures[key], digits)),
  ]);
  const widths = head.map((_, column) => Math.max(3, ...[head, ...cells].map((line) => line[column].length)));
  const rule = widths.map((width, column) => (column < 2 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const pad = (line) =>
    line.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])));
  return [pad(head), rule, ...cells.map(pad)].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function renderNumber(value, digits) {
  if (value === undefined) return '';
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
