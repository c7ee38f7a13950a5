import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from './clean-up.mjs';
import { ROOT, rookeryIn } from './contestants.mjs';
import { UsageError } from './options.mjs';

/**
 * Builds another revision of this project in a worktree that is removed at the end.
 * @param {string} revision
 * @param {import('./options.mjs').Options} options
 * @returns {import('./contestants.mjs').Contestant}
 */
export function checkOutRevision(revision, options) {
  const commit = findCommit(revision);
  const folder = mkdtempSync(join(tmpdir(), 'rookery-bench-'));
  const tree = join(folder, 'tree');
  atExit(() => {
    try {
      run(ROOT, 'git', 'worktree', 'remove', '--force', tree);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  run(ROOT, 'git', 'worktree', 'add', '--quiet', '--detach', tree, commit);
  if (readLock(tree) === readLock(ROOT))
    symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'), 'junction');
  else run(tree, 'npm', 'ci', '--silent');
  run(tree, 'npm', 'run', '--silent', 'build');
  return { ...rookeryIn(tree, `rookery@${revision}`, options), comparedWith: 'rookery' };
}

function findCommit(revision) {
  try {
    return execFileSync(
      'git',
      ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
      {
        cwd: ROOT,
        encoding: 'utf8',
      },
    ).trim();
  } catch {
    throw new UsageError(`There is no revision "${revision}" to compare with`);
  }
}

function readLock(tree) {
  return readFileSync(join(tree, 'package-lock.json'), 'utf8');
}

function run(cwd, command, ...args) {
  // npm is a script on Windows, which only a shell starts.
  const shell = process.platform === 'win32' && command === 'npm';
  execFileSync(command, args, { cwd, shell, stdio: ['ignore', 'ignore', 'inherit'] });
}
