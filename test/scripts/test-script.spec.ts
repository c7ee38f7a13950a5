import { spawnSync } from 'node:child_process';

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, environment: NodeJS.ProcessEnv = {}): Ended {
  const { PATH, HOME } = process.env;
  return spawnSync('bash', ['--norc', '-uc', command], {
    env: { PATH, HOME, ...environment },
    encoding: 'utf8',
  });
}

const MISSING_NGINX = { ROOKERY_TEST_NGINX: '/nowhere/nginx' };

/** Reports two suites, one of which was left out. */
const REPORT = 'source scripts/lib/suites.sh; JEST_TESTS=1; count unit 1 0 0; leave_out soak; report';

describe('scripts/test', () => {
  it('fails in CI before any suite, and names what is missing', () => {
    const { status, stdout, stderr } = run('scripts/test', { CI: 'true', ...MISSING_NGINX });
    expect(status).toBe(1);
    expect(stderr).toContain('nginx is missing (ROOKERY_TEST_NGINX)');
    expect(stdout).not.toContain('== lint');
  });

  it('fails in CI for a step of the installation that failed, also where an older program is there', () => {
    const { status, stderr } = run(
      'source scripts/lib/programs.sh; NOT_INSTALLED=("the Go client"); require_programs',
    );
    expect([status, stderr]).toEqual([1, expect.stringContaining('could not install the Go client')]);
  });

  it('names each failed step of the three lanes, and carries on', () => {
    const lanes = `source scripts/lib/install.sh; cd "$(mktemp -d)"
      install_with_apt() { attempt one false; attempt two true; }
      install_with_go() { attempt three false; }
      install_with_npm() { echo four; }
      install_programs; printf '%s\\n' "\${NOT_INSTALLED[@]}" | sort`;
    const { stdout } = run(lanes);
    expect(stdout.trim().split('\n').toSorted()).toEqual([
      '[apt] could not install one',
      '[go] could not install three',
      '[npm] four',
      'one',
      'three',
    ]);
  });

  it('says what runs the suites that it left out, and does not count them as skipped', () => {
    const { status, stdout } = run(REPORT);
    expect(status).toBe(0);
    expect(stdout).toMatch(/scripts\/test --all runs:\n {2}soak\n/);
    expect(stdout).not.toContain('skipped:');
  });

  it('looks for a kube-apiserver only where the suite that needs it runs', () => {
    const find = (all: boolean): string =>
      run(
        `ALL=${all}; for lib in install kubernetes programs; do source scripts/lib/$lib.sh; done
         export_programs; printf '%s\\n' "\${MISSING[@]}"`,
        { ROOKERY_TEST_KUBE_APISERVER: '/nowhere/kube-apiserver' },
      ).stdout;
    expect(find(true)).toContain('kube-apiserver is missing');
    expect(find(false)).not.toContain('kube-apiserver');
  });

  it('waits while another program has the lock of the lists of apt, and for no other fault', () => {
    const update = (fault: string): Ended =>
      run(`source scripts/lib/install.sh; asked=0; sleep() { :; }; count=$(mktemp)
        again() { echo x >>"$count"; (($(wc -l <"$count") > 2)) || { echo '${fault}'; return 1; }; }
        apt_update again; status=$?; wc -l <"$count"; exit $status`);
    expect(update('E: Could not get lock /var/lib/apt/lists/lock')).toMatchObject({
      status: 0,
      stdout: '3\n',
    });
    expect(update('E: no network')).toMatchObject({ status: 1, stdout: '1\n' });
  });

  it('refuses an option that it does not know', () => {
    expect(run('scripts/test --everything')).toMatchObject({
      status: 2,
      stderr: 'usage: scripts/test [--install] [--all]\n',
    });
  });
});
