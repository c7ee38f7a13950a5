import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as validators from 'class-validator';
import ts from 'typescript';
import * as schemas from '../../src/schemas/index.js';
import { ROOT } from '../support/servers/server-process.js';

const RENDERER = join(ROOT, 'scripts/lib/schemas-reference/render.mjs');
const page = readFileSync(join(ROOT, 'docs/reference/schemas.md'), 'utf8');

/** Every text of several words in a source file; of a template, its parts. */
function textsIn(path: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isLiteralExpression(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), ts.ScriptTarget.Latest));
  return texts.filter((text) => text.trim().split(' ').length > 2);
}

describe('docs/reference/schemas.md', () => {
  it('says what the schemas say; npm run docs:schemas writes it anew', async () => {
    const { renderSchemasReference } = (await import(RENDERER)) as {
      renderSchemasReference: (schemas: object) => Promise<string>;
    };
    expect(page).toBe(await renderSchemasReference(schemas));
  });

  it('has every decorator of class-validator', () => {
    const names = Object.entries(validators as Readonly<Record<string, unknown>>)
      .filter(([name, value]) => /^[A-Z]/.test(name) && typeof value === 'function')
      .filter(([, value]) => !Function.prototype.toString.call(value).startsWith('class '))
      .map(([name]) => name);
    expect(names.length).toBeGreaterThan(110);
    expect(names.filter((name) => !page.includes(`@${name}(`))).toEqual([]);
  });

  it('provokes every contradiction', () => {
    const texts = ['dto-contradictions', 'dto-misdeclarations', 'endless-class'].flatMap((name) =>
      textsIn(`src/schemas/${name}.ts`),
    );
    expect(texts).toContain('is declared as an array, but ');
    expect(texts.filter((text) => !page.includes(text))).toEqual([]);
  });
});
