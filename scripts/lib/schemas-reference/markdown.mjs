/** A cell of a table cannot have a pipe, nor several lines; what is in backticks has none itself. */
export function code(text) {
  if (text.includes('`')) throw new Error(`Has a backtick: ${text}`);
  return `\`${text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')}\``;
}

export function table(heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  return [heads, heads.map(() => '---'), ...rows].map(line).join('');
}
