import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDockerfile } from '../support/deploy/dockerfile.js';

const DOCKERFILES = execFileSync('git', ['ls-files', '*Dockerfile'], { encoding: 'utf8' }).trim().split('\n');

/** What installs packages, removes them or builds them anew may run scripts of theirs. */
const INSTALLING = /npm (?:ci|install|i|prune|rebuild|update)\b[^&|;]*/g;

/** A project with a package whose scripts leave a file. */
function makeHostileProject(): { folder: string; ran: string } {
  const folder = mkdtempSync(join(tmpdir(), 'rookery-scripts-'));
  const ran = join(folder, 'ran');
  mkdirSync(join(folder, 'hostile'));
  const scripts = { preinstall: `touch ${ran}`, install: `touch ${ran}`, postinstall: `touch ${ran}` };
  const write = (path: string, content: object): void =>
    writeFileSync(join(folder, path), JSON.stringify(content));
  write('hostile/package.json', { name: 'hostile', version: '1.0.0', scripts });
  write('package.json', {
    name: 'project',
    version: '1.0.0',
    scripts,
    dependencies: { hostile: 'file:hostile' },
  });
  return { folder, ran };
}

/** Installs as a command does in this project. @returns whether a script ran */
function runsScripts(command: string, withSettings: boolean): boolean {
  const { folder, ran } = makeHostileProject();
  // Without the settings that the npm which runs the tests hands on.
  const { PATH, HOME } = process.env;
  const run = (line: string): unknown =>
    execFileSync('sh', ['-c', line], { cwd: folder, env: { PATH, HOME }, stdio: 'pipe' });
  try {
    run('npm install --package-lock-only --ignore-scripts --offline --no-audit');
    if (withSettings) copyFileSync('.npmrc', join(folder, '.npmrc'));
    run(command);
    return existsSync(ran);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('The scripts of packages', () => {
  it('would run in a project without a setting', () => {
    expect(runsScripts('npm ci --offline', false)).toBe(true);
  });

  it('do not run in a clone', () => {
    expect(runsScripts('npm ci --offline', true)).toBe(false);
  });

  it('are those of images too: the Dockerfiles are found', () => {
    expect(DOCKERFILES).toEqual(expect.arrayContaining(['Dockerfile', 'examples/own-server/Dockerfile']));
  });

  it.each(DOCKERFILES)('do not run while an image is built: %s', (path) => {
    const commands = readDockerfile(path)
      .filter(({ name }) => name === 'RUN')
      .flatMap(({ text }) => text.match(INSTALLING) ?? []);
    expect(commands.length).toBeGreaterThan(1);
    for (const command of commands) expect(command).toContain('--ignore-scripts');
  });
});
