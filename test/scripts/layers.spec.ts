import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/servers/server-process.js';

describe('The picture of the layers in CONTRIBUTING', () => {
  it('is what the rules of imports say; npm run docs:layers writes it anew', async () => {
    const { drawLayers } = (await import(join(ROOT, 'scripts/lib/layers-picture.mjs'))) as {
      drawLayers: (root: string) => string;
    };
    const picture = drawLayers(ROOT);
    expect(picture).toContain('json-rpc');
    expect(readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')).toContain(
      `<!-- layers -->\n\n\`\`\`text\n${picture}\n\`\`\``,
    );
  });
});
