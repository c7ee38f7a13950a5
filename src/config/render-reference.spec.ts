import { readFileSync } from 'node:fs';
import { renderReference } from './render-reference.js';

describe('docs/reference/environment.md', () => {
  it('says what the definitions say: npm run docs:environment writes it anew', () => {
    expect(readFileSync('docs/reference/environment.md', 'utf8')).toBe(renderReference());
  });
});
