import { describeWith } from '../../support/available.js';
import { commandsFor, filesOfApp, packagesFor, type Runner, TESTS } from './documented-set-ups.js';
import { type ModuleKind, SetUpsProject } from './set-ups-project.js';

/** How a runner says how many tests have passed, where no other has failed. */
const PASSED: Readonly<Record<Runner, RegExp>> = {
  'node:test': /^(?:#|ℹ) pass (\d+)$/m,
  jest: /^Tests: +(\d+) passed, \1 total$/m,
  vitest: /^ *Tests +(\d+) passed \(\1\)$/m,
};

/**
 * Runs the tests of the guide with each runner that it sets up.
 * @param types of the runner whose globals the compiler is to know; the guide has one app for each
 */
export function describeSetUps(type: ModuleKind, types: string): void {
  describeWith('ROOKERY_TEST_SET_UPS', `The guide to testing, in an app of type ${type}`, (installed) => {
    let project: SetUpsProject;
    let app: string;

    beforeAll(async () => {
      project = await SetUpsProject.install(installed);
      app = await project.makeApp(type, filesOfApp(types));
    });
    afterAll(() => project[Symbol.asyncDispose]());

    async function expectToPass(runner: Runner, node: string): Promise<void> {
      const output = await project.run(app, node, commandsFor(runner));
      expect(PASSED[runner].exec(output)?.[1]).toBe(`${TESTS[runner]}`);
    }

    describe.each(['node:test', 'jest', 'vitest'] as const)('with %s', (runner) => {
      it('installs what it is run with here', () => {
        expect(packagesFor(runner)).not.toEqual([]);
        expect(project.packages).toEqual(expect.arrayContaining(packagesFor(runner)));
      });

      it('has tests that pass', () => expectToPass(runner, process.execPath));
    });

    describeWith('ROOKERY_TEST_NODE24', 'with jest on Node 24', (node24) => {
      it('has tests that pass', () => expectToPass('jest', node24));
    });
  });
}
