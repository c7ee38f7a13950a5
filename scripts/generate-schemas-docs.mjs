import { writeFileSync } from 'node:fs';
import * as schemas from '../dist/schemas/index.js';
import { renderSchemasReference } from './lib/schemas-reference/render.mjs';

writeFileSync('docs/reference/schemas.md', await renderSchemasReference(schemas));
