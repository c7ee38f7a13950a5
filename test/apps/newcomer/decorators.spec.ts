import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as classValidator from 'class-validator';

/** Exports of class-validator with a capital letter that decorate nothing: classes, and names of constraints in capitals. */
const NO_DECORATORS = new Set(['MetadataStorage', 'ValidationError', 'ValidationTypes', 'Validator']);

const DECORATORS = Object.entries(classValidator)
  .filter(([name, value]) => typeof value === 'function' && /^[A-Z]/.test(name))
  .map(([name]) => name)
  .filter((name) => !NO_DECORATORS.has(name));

/** Every name that is called in a file of the app, as a decorator or in one. */
function calledNames(): Set<string> {
  const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  const sources = files
    .filter((path) => path.endsWith('.ts') && !path.endsWith('spec.ts') && !path.startsWith('mistakes'))
    .map((path) => readFileSync(join(__dirname, path), 'utf8'));
  return new Set(
    sources.flatMap((source) => [...source.matchAll(/\b([A-Z]\w+)\(/g)].map(([, name]) => name!)),
  );
}

describe('The decorators of class-validator', () => {
  it('are each used by a tool of the app, also those of a newer version', () => {
    const called = calledNames();
    expect(DECORATORS.length).toBeGreaterThan(100);
    expect(DECORATORS.filter((name) => !called.has(name))).toEqual([]);
  });
});
