import { CLAUDE_RULES } from '../../src/model-families/claude-rules.js';
import { GEMINI_RULES } from '../../src/model-families/gemini-rules.js';
import { FAMILY_NAMES, lintTools, type ModelFamily } from '../../src/model-families/index.js';
import { OPENAI_RULES } from '../../src/model-families/openai-rules.js';
import { VSCODE_RULES } from '../../src/model-families/vscode-rules.js';

import type { ToolDefinition } from '../../src/protocol/index.js';
import { BROKEN_SCHEMAS } from './broken-schemas.js';
import { BROKEN_TOOLS, named, object, tool } from './broken-tools.js';

const ROWS = [...BROKEN_SCHEMAS, ...BROKEN_TOOLS];

function lint(definition: ToolDefinition, words: string): Record<'refused' | 'note', string[]> {
  const found = lintTools([{ definition, label: 'Notes.search' }]).filter(({ what }) => what.includes(words));
  const of = (severity: string): string[] =>
    FAMILY_NAMES.filter((family) => found.some((one) => one.family === family && one.severity === severity));
  return { refused: of('refused'), note: of('note') };
}

/** In the order of the families. */
const families = (names: string): string[] =>
  FAMILY_NAMES.filter((family) => names.split(' ').includes(family));

describe('A rule of a model family', () => {
  it.each(ROWS)('finds "%s": refused by [%s], a note of [%s]', (what, refusedBy, notedBy, breaks, keeps) => {
    const refused = families(refusedBy);
    expect(lint(breaks, what)).toEqual({ refused, note: families(notedBy) });
    expect(lint(keeps, what)).toEqual({ refused: [], note: [] });
  });

  it.each(
    Object.entries({
      openai: OPENAI_RULES,
      gemini: GEMINI_RULES,
      claude: CLAUDE_RULES,
      vscode: VSCODE_RULES,
    }),
  )('of %s has a row above, and names its source', (family, { rules }) => {
    const broken = ROWS.flatMap(([, , , breaks]) =>
      lintTools([{ definition: breaks, label: '' }], [family as ModelFamily]),
    );
    for (const { mend, see, severity } of rules) {
      expect(broken).toContainEqual(expect.objectContaining({ mend, see, severity }));
      expect(see).toMatch(/^https:\/\/\S+$/);
    }
  });

  it.each<[ModelFamily, number, string]>([
    ['openai', 128, 'refused'],
    ['gemini', 512, 'refused'],
    ['claude', 256, 'note'],
    ['vscode', 128, 'note'],
  ])('of %s counts the tools of the server: %i at most', (family, count, severity) => {
    const tools = Array.from({ length: count + 1 }, (_, index) => ({
      definition: named(`t${index}`),
      label: '',
    }));
    expect(lintTools(tools.slice(1), [family])).toEqual([]);
    const what = `the server has ${count + 1} tools, at most ${count} are taken at once`;
    expect(lintTools(tools, [family])).toMatchObject([{ family, severity, what, pointer: '' }]);
  });
});

describe('A finding', () => {
  it('says where it is, by class and property and by a pointer', () => {
    const none = { type: 'array' };
    const input = object(
      { 'a/b': none, filter: object({ tags: none }), rows: { type: 'array', items: none } },
      { $defs: { Address: object({ zip: none }) } },
    );
    const tools = [{ definition: tool(input), label: 'Notes.search', inputName: 'SearchInput' }];
    expect(lintTools(tools, ['vscode']).map(({ path, pointer }) => [path, pointer])).toEqual([
      ['SearchInput.a/b', '/inputSchema/properties/a~1b'],
      ['SearchInput.filter.tags', '/inputSchema/properties/filter/properties/tags'],
      ['SearchInput.rows[]', '/inputSchema/properties/rows/items'],
      ['Address.zip', '/inputSchema/$defs/Address/properties/zip'],
    ]);
  });
});
