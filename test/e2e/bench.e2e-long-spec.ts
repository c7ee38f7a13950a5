import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/servers/server-process.js';

const BENCH = join(ROOT, 'bench', 'run.mjs');

interface Row {
  readonly scenario: string;
  readonly load: string;
  readonly contestant: string;
  readonly figures: Readonly<Record<string, number>>;
}

/** Differences of memory, which a garbage collection may turn, and counts that may be 0. */
const MAY_BE_ZERO_OR_LESS = ['rssKib', 'heapKib', 'heapBytes', 'rssGrowthMib', 'rssKeptMib', 'timesCut'];

const BOTH = ['node:http', 'rookery'];
const EXPECTED: readonly (readonly [
  scenario: string,
  loads: readonly string[],
  contestants: readonly string[],
])[] = [
  ['calls', ['5 × 1', '5 × 4', '1 × 1'], BOTH],
  ['idle', ['50', '200'], BOTH],
  ['churn', ['100'], BOTH],
  ['start', ['start'], BOTH],
  ['broadcast', ['100 streams'], ['rookery']],
  ['stopped reader', ['1 of 21'], ['rookery']],
];
const EXPECTED_OVER_STREAMABLE_HTTP: typeof EXPECTED = [
  ['calls', ['5 × 1', '5 × 4', '1 × 1'], BOTH],
  ['idle', ['50', '200', '50 with a stream', '200 with a stream'], BOTH],
  ['churn', ['100'], BOTH],
  ['start', ['start'], BOTH],
];
const EXPECTED_OVER_STATELESS_HTTP: typeof EXPECTED = [
  ['calls', ['5 × 1', '5 × 4', '1 × 1'], BOTH],
  ['start', ['start'], BOTH],
];
const ALL_OVER_STATELESS_HTTP = ['node:http', 'rookery', 'sdk-2', 'mcp-nest-2'];
const ALL_OVER_STREAMABLE_HTTP = ['node:http', 'rookery', 'sdk', 'sdk-2', 'mcp-nest-2'];

describe('The bench', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rookery-bench-test-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['every scenario', [], EXPECTED],
    ['every scenario of Streamable HTTP', ['--wire', 'streamable-http'], EXPECTED_OVER_STREAMABLE_HTTP],
    [
      'every server of Streamable HTTP',
      ['start', '--wire', 'streamable-http', '--only', ALL_OVER_STREAMABLE_HTTP.join(',')],
      [['start', ['start'], ALL_OVER_STREAMABLE_HTTP]],
    ],
    ['every scenario of stateless HTTP', ['--wire', 'stateless-http'], EXPECTED_OVER_STATELESS_HTTP],
    [
      'calls to every server of stateless HTTP',
      ['calls', '--wire', 'stateless-http', '--only', ALL_OVER_STATELESS_HTTP.join(',')],
      [['calls', ['5 × 1', '5 × 4', '1 × 1'], ALL_OVER_STATELESS_HTTP]],
    ],
  ] as const)('measures %s with every answer right', async (_what, args, expected) => {
    const json = join(folder, 'figures.json');
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      BENCH,
      '--quick',
      '--json',
      json,
      ...args,
    ]);
    expect(stderr).toBe('');
    const { rows } = JSON.parse(await readFile(json, 'utf8')) as { rows: Row[] };
    expect(rows.map(({ scenario, load, contestant }) => [scenario, load, contestant])).toEqual(
      expected.flatMap(([scenario, loads, contestants]) =>
        loads.flatMap((load) => contestants.map((contestant) => [scenario, load, contestant])),
      ),
    );
    for (const { scenario, figures } of rows)
      for (const [name, value] of Object.entries(figures))
        expect({ scenario, name, isRight: isFigure(name, value) }).toEqual({ scenario, name, isRight: true });
    for (const row of rows) expect(stdout).toContain(row.load);
  });

  it.each([
    [['--fast'], "Unknown option '--fast'."],
    [['speed'], 'There is no scenario "speed": choose of calls, idle, churn, start, many.'],
    [
      ['many', '--wire', 'streamable-http'],
      'There is no scenario "many": choose of calls, idle, churn, start.',
    ],
    [['idle', '--wire', 'stateless-http'], 'There is no scenario "idle": choose of calls, start.'],
    [['--wire', 'stdio'], 'There is no wire "stdio": choose of http-sse, streamable-http, stateless-http.'],
    [
      ['--wire', 'streamable-http', '--only', 'mcp-nest'],
      'There is no server "mcp-nest": choose of node:http, rookery, sdk, sdk-2, mcp-nest-2.',
    ],
    [
      ['--wire', 'stateless-http', '--only', 'sdk'],
      'There is no server "sdk": choose of node:http, rookery, sdk-2, mcp-nest-2.',
    ],
    [['--only', 'rookery,koa'], 'There is no server "koa": choose of node:http, rookery, sdk, mcp-nest.'],
    [['--rounds', '1.5'], '--rounds must be a number above 0, but is "1.5".'],
    [['--seconds', 'long'], '--seconds must be a number above 0, but is "long".'],
    [['--header', 'Origin'], `--header must be 'Name: value', but is "Origin".`],
    [['--env', 'AUTH'], '--env must be NAME=value, but is "AUTH".'],
  ])('refuses %j in one sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await promisify(execFile)(process.execPath, [BENCH, ...args]).then(
      () => ({ code: 0, stdout: '', stderr: '' }),
      (error: unknown) => error as { code: number; stdout: string; stderr: string },
    );
    expect({ code, stdout, firstLine: stderr.split('\n')[0] }).toEqual({
      code: 2,
      stdout: '',
      firstLine: sentence,
    });
  });
});

function isFigure(name: string, value: number): boolean {
  return Number.isFinite(value) && (value > 0 || MAY_BE_ZERO_OR_LESS.includes(name));
}
