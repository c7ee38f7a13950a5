// Writes the picture of the layers into CONTRIBUTING.md, between its markers.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawLayers } from './lib/layers-picture.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PAGE = join(ROOT, 'CONTRIBUTING.md');

const PICTURE = /(<!-- layers -->\n\n```text\n)[^`]*(\n```)/;

const page = readFileSync(PAGE, 'utf8');
writeFileSync(
  PAGE,
  page.replace(PICTURE, (_, begin, end) => `${begin}${drawLayers(ROOT)}${end}`),
);
