/** A suite that needs a program which scripts/test finds or installs; without it the suite is skipped. */
export function describeWith(variable: string, name: string, suite: (program: string) => void): void {
  const program = process.env[variable];
  if (program) describe(name, () => suite(program));
  else describe.skip(`${name} (${variable} is unset)`, () => suite(''));
}
