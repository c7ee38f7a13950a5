// Runs the end-to-end tests of two revisions, and says which tests saw other bytes on their connections.
//
//   node scripts/compare-wire.mjs REVISION [JEST ARGUMENTS]     for example: main test/e2e/session
//
// The other revision runs twice: a test that differs from itself says nothing. Ids, dates, ports, durations and the cuts
// of chunks are replaced first. Exit code 1 says that some test saw other bytes.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { normalise } from './wire/normalise.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SHOWN_BYTES = 2_000;

const [revision, ...jestArguments] = process.argv.slice(2);
if (!revision) {
  console.error('usage: node scripts/compare-wire.mjs REVISION [JEST ARGUMENTS]');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'rookery-wire-'));
const tree = join(folder, 'tree');
try {
  execFileSync('git', ['worktree', 'add', '--quiet', '--detach', tree, revision], { cwd: ROOT });
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  const [first, second] = [recordIn(tree, 'first'), recordIn(tree, 'second')];
  process.exitCode = report(first, second, recordIn(ROOT, 'here')) ? 1 : 0;
} finally {
  spawnSync('git', ['worktree', 'remove', '--force', tree], { cwd: ROOT });
  rmSync(folder, { recursive: true, force: true });
}

/** @returns the responses of each test; equal ones once, since a test that waits asks again and again */
function recordIn(root, name) {
  const records = join(folder, name);
  mkdirSync(records);
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const setup = join(ROOT, 'scripts/wire/record.mjs');
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/jest/bin/jest.js', ...jestArguments, '--setupFilesAfterEnv', setup],
    {
      cwd: root,
      env: { ...process.env, ROOKERY_RECORD_DIR: records },
      stdio: ['ignore', 'ignore', 'ignore'],
    },
  );
  console.log(`${name}: jest ended with ${status}`);
  const tests = new Map();
  for (const path of readdirSync(records)) {
    const { file, records: connections } = JSON.parse(readFileSync(join(records, path), 'utf8'));
    for (const { test, received } of connections) {
      const key = `${file} › ${test}`;
      if (!tests.has(key)) tests.set(key, new Set());
      for (const response of splitResponses(received)) tests.get(key).add(normalise(response));
    }
  }
  return tests;
}

/** @returns how many tests saw other bytes */
function report(first, second, here) {
  let different = 0;
  let unsteady = 0;
  let equal = 0;
  for (const [test, responses] of first) {
    const mine = here.get(test);
    if (!mine) console.log(`only there: ${test}`);
    else if (isEqual(responses, mine) || isEqual(second.get(test) ?? new Set(), mine)) equal++;
    else if (!isEqual(responses, second.get(test) ?? new Set())) unsteady++;
    else {
      different++;
      show(test, responses, mine);
    }
  }
  console.log(`${equal} tests saw the same bytes, ${different} others, ${unsteady} differ from run to run`);
  return different;
}

function splitResponses(received) {
  return received.split(/(?=HTTP\/1\.1 \d{3} )/);
}

function isEqual(some, others) {
  return some.size === others.size && [...some].every((text) => others.has(text));
}

function show(test, there, here) {
  console.log(`\n=== ${test}`);
  for (const text of [...there].filter((one) => !here.has(one)))
    console.log(`- ${text.slice(0, SHOWN_BYTES)}`);
  for (const text of [...here].filter((one) => !there.has(one)))
    console.log(`+ ${text.slice(0, SHOWN_BYTES)}`);
}
