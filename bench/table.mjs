/**
 * @typedef {object} Column
 * @property {string} title
 * @property {string} key of a figure
 * @property {number} [digits] after the point
 * @property {boolean} [isCost] what a revision may not cost more of than another
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
  return alignCells(head, cells);
}

/**
 * What this tree costs in parts of what the other revision does, with the 95 % interval.
 * @param {readonly Column[]} columns
 * @param {readonly import('./rounds.mjs').Row[]} rows
 * @returns {string | undefined} an aligned Markdown table, if any row has ratios
 */
export function renderRatios(columns, rows) {
  const cells = rows.flatMap(({ load, rounds, ratios = {} }) =>
    Object.entries(ratios).map(([key, { ratio, low, high }]) => [
      load,
      columns.find((column) => column.key === key).title,
      ...[rounds, ratio, low, high].map((value, column) => renderNumber(value, column === 0 ? 0 : 3)),
    ]),
  );
  return cells.length > 0
    ? alignCells(['', 'this tree / the other revision', 'rounds', 'ratio', '95 % from', 'to'], cells)
    : undefined;
}

/** The first two columns are text, the others numbers. */
function alignCells(head, cells) {
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
