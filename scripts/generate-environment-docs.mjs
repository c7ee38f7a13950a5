import { mkdirSync, writeFileSync } from 'node:fs';
import { renderReference } from '../dist/config/render-reference.js';

mkdirSync('docs/reference', { recursive: true });
writeFileSync('docs/reference/environment.md', renderReference());
