import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from '../support/docs/snippets.js';
import { type Ended, LINTED_APP, runRookery } from '../support/lint/linted-app.js';
import { ROOT } from '../support/servers/server-process.js';

describe('rookery', () => {
  let folder: string;
  beforeAll(async () => {
    folder = join(ROOT, await buildApp('lint', LINTED_APP, { 'node_modules/rookery': '.' }));
  });

  const rookery = (args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ended> =>
    runRookery(folder, args, environment);

  it.each<[string[], number, RegExp]>([
    [[], 2, /^Usage: rookery <command>/],
    [['nest'], 2, /^No command "nest"\n\nUsage: rookery/],
    [['token'], 2, /^Usage: rookery token <principal>/],
    [['token', 'a:b'], 2, /must be principal:sha256hex/],
    [['lint'], 2, /^Usage: rookery lint <file>/],
    [['lint', 'a.js', 'b.js'], 2, /^Usage: rookery lint <file>/],
    [['lint', 'dist/notes.module.js', '--famly=x'], 2, /Unknown option '--famly'/],
    [['lint', 'dist/notes.module.js', '--family=gpt'], 2, /^No model family "gpt": there are openai, gemini/],
    [['lint', 'dist/notes.module.js', '--update'], 2, /^--update goes with --lock/],
    [
      ['lint', 'dist/notes.module.js', '--timeout=soon'],
      2,
      /^--timeout must be above 0 and at most 3600 seconds/,
    ],
    [
      ['lint', 'dist/notes.module.js', '--lock=gone/x.json'],
      2,
      /^gone\/x\.json cannot be written \(ENOENT: .*\)\. Name a/,
    ],
    [
      ['lint', 'dist/notes.module.js', '--lock=.'],
      2,
      /^\. cannot be read \(EISDIR: .*\)\. Name a file in a folder/,
    ],
    [
      ['lint', 'dist/notes.module.js', '--lock=.', '--update'],
      2,
      /^\. cannot be written \(EISDIR: .*\)\. Name a/,
    ],
    [['lint', '--lock', 'tools.lock.json'], 2, /^Usage: rookery lint <file>/],
    [
      ['lint', 'dist/notes.module.js', '--lock', 'dist/common.cjs', '--update'],
      2,
      /^Usage: rookery lint <file>/,
    ],
    [['lint', 'dist/waiting.module.js', '--timeout=0.1'], 2, /^The module does not start within 0\.1 s/],
    [['lint', 'dist/gone.js'], 2, /^There is no file dist\/gone\.js/],
    [['lint', 'src/notes.module.ts'], 2, /is TypeScript: build it/],
    [['lint', 'dist/nothing.js'], 2, /^dist\/nothing\.js exports no Nest module/],
    [['lint', 'dist/common.cjs'], 2, /exports 2 Nest modules\. Choose one: dist\/common\.cjs#CommonModule, /],
    [['lint', 'dist/notes.module.js#Other'], 2, /exports no module Other\. It has NotesModule/],
    [
      ['lint', 'dist/broken.module.js'],
      2,
      /The module does not start: connect ECONNREFUSED 127\.0\.0\.1:5432/,
    ],
  ])('%j ends with %i and says why', async (args, code, says) => {
    const ended = await rookery(args);
    expect(ended).toEqual({ code, stdout: '', stderr: expect.stringMatching(says) as string });
  });

  it.each(['--help', 'lint --help', 'token --help'])('%s prints how it is used', async (args) => {
    const ended = await rookery(args.split(' '));
    expect(ended).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^Usage: rookery/) as string,
      stderr: '',
    });
  });

  it('makes a token', async () => {
    const { code, stdout } = await rookery(['token', 'ci', 'files:read']);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^Token for ci.*\nci:[0-9a-f]{64}:files:read\n$/s),
    ]);
  });

  describe('lint', () => {
    it('ends with 0 for tools that every family takes, though the app holds timers', async () => {
      const stdout = '1 tool, refused: none. 0 notes\n';
      expect(await rookery(['lint', 'dist/notes.module.js'])).toEqual({ code: 0, stdout, stderr: '' });
    });

    it('sees the tools that are registered at the start', async () => {
      const { stdout } = await rookery(['lint', 'dist/notes.module.js'], { MORE: '1' });
      expect(stdout).toBe('2 tools, refused: none. 0 notes\n');
    });

    it.each(['CommonModule', 'WholeModule'])('takes %s of a CommonJS file', async (name) => {
      const { stdout } = await rookery(['lint', `dist/common.cjs#${name}`]);
      expect(stdout).toBe('1 tool, refused: none. 0 notes\n');
    });

    it('shows tool by tool who refuses what, and how to mend it', async () => {
      const ended = await rookery(['lint', 'dist/refused.module.js']);
      expect(ended).toEqual({ code: 1, stderr: '', stdout: expect.any(String) as string });
      expect(ended.stdout.replaceAll(/https:\S+/g, '<url>')).toBe(`RefusedTools.filter ("filter")
  Refused by Claude: FilterInput.filter[id]: "filter[id]" is not a valid name of a property. Name properties with 1 to 64 of A-Z a-z 0-9 _ . -.
    /inputSchema/properties/filter[id], <url>

RefusedTools.list ("list")
  Refused by OpenAI, Gemini, VS Code: tags: the list has no items. Say what is in the list, such as @IsString({ each: true }) or z.array(z.string()).
    /inputSchema/properties/tags, <url> <url> <url>

2 tools, refused by Claude, OpenAI, Gemini, VS Code: filter, list. 0 notes
`);
    });

    it('asks only the families that are named', async () => {
      const { code, stdout } = await rookery(['lint', 'dist/refused.module.js', '--family', 'openai,vscode']);
      expect([code, stdout]).toEqual([
        1,
        expect.stringContaining('2 tools, refused by OpenAI, VS Code: list.'),
      ]);
    });

    it('prints JSON', async () => {
      const { stdout } = await rookery(['lint', 'dist/refused.module.js', '--family=claude', '--json']);
      expect(JSON.parse(stdout)).toEqual({
        tools: 2,
        findings: [
          {
            family: 'claude',
            severity: 'refused',
            tool: 'filter',
            label: 'RefusedTools.filter',
            pointer: '/inputSchema/properties/filter[id]',
            path: 'FilterInput.filter[id]',
            what: '"filter[id]" is not a valid name of a property',
            mend: 'Name properties with 1 to 64 of A-Z a-z 0-9 _ . -',
            see: 'https://github.com/anthropics/claude-code/issues/79418',
          },
        ],
      });
    });
  });

  it('lint keeps standard output for what it finds, whatever the module writes there', async () => {
    for (const options of [[], ['--json']]) {
      const { code, stdout, stderr } = await rookery(['lint', 'dist/talking.module.js', ...options]);
      expect([code, stderr]).toEqual([0, 'imported\nstarted\nclosed\nended\n']);
      if (options.length > 0) expect(JSON.parse(stdout)).toEqual({ tools: 0, findings: [] });
      else expect(stdout).toBe('0 tools, refused: none. 0 notes\n');
    }
  });

  describe('lint --lock', () => {
    const LINT = ['lint', 'dist/notes.module.js', '--lock'];
    const lock = (): string => join(folder, 'tools.lock.json');
    beforeEach(() => rmSync(lock(), { force: true }));

    it('writes the file if there is none, the same each time, and is content while nothing drifts', async () => {
      expect((await rookery(LINT)).stdout).toContain('Wrote tools.lock.json: commit it');
      const written = readFileSync(lock(), 'utf8');
      expect(JSON.parse(written)).toMatchObject({
        version: 1,
        tools: { find: { hash: expect.stringMatching(/^sha256-/) as string, definition: { name: 'find' } } },
      });
      const again = await rookery(LINT);
      expect([again.code, again.stdout]).toEqual([
        0,
        expect.stringContaining('tools.lock.json: no tool drifted'),
      ]);
      expect(readFileSync(lock(), 'utf8')).toBe(written);
    });

    it('ends with 1 and shows what models would be told anew, also what nobody sees', async () => {
      await rookery(LINT);
      const drifted = { DESCRIPTION: 'Finds notes\u200b', MORE: '1' };
      const { code, stdout } = await rookery(LINT, drifted);
      expect([code, stdout.split('\n\n')[1]]).toEqual([
        1,
        `tools.lock.json: 2 tools drifted from what was reviewed
  + count is new
    {"description":"Counts","inputSchema":{"additionalProperties":false,"properties":{},"type":"object"},"name":"count"}
  ~ find
    /description
      - "Finds notes"
      + "Finds notes\\u{200b}"
If models may see this, add --update and commit the file
`,
      ]);
      const { drift } = JSON.parse((await rookery([...LINT, '--json'], drifted)).stdout) as {
        drift: unknown;
      };
      expect(drift).toMatchObject([
        { tool: 'count', pointer: '' },
        { tool: 'find', pointer: '/description' },
      ]);
    });

    it('shows a tool that is gone, and takes what is said to be right', async () => {
      await rookery(LINT, { MORE: '1' });
      expect((await rookery(LINT)).stdout).toContain('  - count is gone\n');
      expect((await rookery([...LINT, '--update'])).code).toBe(0);
      expect((await rookery(LINT)).code).toBe(0);
    });

    it.each([
      [['dist/notes.module.js', '--lock=other.lock'], 'other.lock'],
      [['dist/notes.module.js', '--lock', 'other.lock.json'], 'other.lock.json'],
      [['--lock', 'another.json', 'dist/notes.module.js'], 'another.json'],
      [['--lock', 'dist/notes.module.js'], 'tools.lock.json'],
    ])('compares with the file that is named: %j', async (args, name) => {
      const { code } = await rookery(['lint', ...args]);
      expect([code, existsSync(join(folder, name)), existsSync(lock())]).toEqual([
        0,
        true,
        name === 'tools.lock.json',
      ]);
    });

    it('refuses a file that is no lock, or that somebody edited', async () => {
      for (const text of ['{', '[]', 'null', '{"version":2}', '{"version":1,"tools":{"find":null}}']) {
        writeFileSync(lock(), text);
        expect(await rookery(LINT)).toMatchObject({
          code: 2,
          stderr: expect.stringContaining('is not a lock file of tools') as string,
        });
      }
      rmSync(lock());
      await rookery(LINT);
      writeFileSync(lock(), readFileSync(lock(), 'utf8').replace('Finds notes', 'Sends notes'));
      const { code, stderr } = await rookery(LINT);
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining('the hash of "find" is not that of its definition'),
      ]);
    });
  });
});
