import { existsSync } from 'node:fs';
import { join } from 'node:path';
import layers from './layers.cjs';

const NAMES_WIDTH = 44;
const WIDTH = 118;

/**
 * The layers as text in two columns. Folders that do not stand yet are left out.
 * @param {string} root of the project
 */
export function drawLayers(root) {
  const stands = (name) => existsSync(join(root, 'src', name));
  return layers.LAYERS.flatMap(({ folders, imports, says }) => {
    const standing = folders.filter(stands);
    if (standing.length === 0) return [];
    const arrows = imports.filter(stands).join(', ') || 'nothing of ours';
    return drawRow(standing.join(', ').replaceAll('.ts', ''), says ?? `-> ${arrows.replaceAll('.ts', '')}`);
  }).join('\n');
}

function drawRow(names, text) {
  const left = wrap(names, NAMES_WIDTH - 2);
  const right = wrap(text, WIDTH - NAMES_WIDTH);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) =>
    ` ${(left[index] ?? '').padEnd(NAMES_WIDTH)}${right[index] ?? ''}`.trimEnd(),
  );
}

function wrap(text, width) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
