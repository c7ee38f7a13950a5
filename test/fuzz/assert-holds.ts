import { writeSync } from 'node:fs';
import {
  asyncDefaultReportMessage,
  check,
  defaultReportMessage,
  type IAsyncProperty,
  type IProperty,
} from 'fast-check';

/** `scripts/fuzz` raises it; a suite that runs with every change has to be fast. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 200);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_251_125);
const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 0);

const PARAMETERS = {
  seed: SEED,
  ...(SECONDS > 0 && { interruptAfterTimeLimit: SECONDS * 1000, markInterruptAsFailure: false }),
};

const PROTOTYPES = [Object.prototype, Array.prototype, String.prototype, Function.prototype];
const UNPOLLUTED = describePrototypes();

/**
 * Holds a property against as many values as the environment asks for. What fails is shrunk, and the error says with which
 * seed and path it comes back. No value may leave anything on a prototype that all objects share.
 */
export function assertHolds<Values>(property: IProperty<Values>): void {
  const startedAtMs = performance.now();
  const details = check(property, { ...PARAMETERS, numRuns: RUNS });
  if (process.env['FUZZ_RUNS']) report(details.numRuns, (performance.now() - startedAtMs) / 1000);
  if (details.failed)
    throw new Error(defaultReportMessage(details), { cause: details.errorInstance ?? undefined });
  expect(describePrototypes()).toEqual(UNPOLLUTED);
}

/**
 * The same for what takes its time, as sockets do; what fails is not shrunk.
 * @param runs how many values, unless the environment asks for more
 */
export async function assertEventuallyHolds<Values>(
  property: IAsyncProperty<Values>,
  runs: number,
): Promise<void> {
  const numRuns = process.env['FUZZ_RUNS'] ? RUNS : runs;
  const details = await check(property, { ...PARAMETERS, numRuns, endOnFailure: true });
  if (details.failed)
    throw new Error(await asyncDefaultReportMessage(details), { cause: details.errorInstance ?? undefined });
}

/** Past jest, which shows nothing of a file before its end. */
function report(runs: number, seconds: number): void {
  const { currentTestName = '' } = expect.getState();
  writeSync(2, `${String(runs).padStart(8)} runs ${seconds.toFixed(1).padStart(7)} s  ${currentTestName}\n`);
}

function describePrototypes(): string[] {
  return PROTOTYPES.map((prototype) => Object.getOwnPropertyNames(prototype).join(' '));
}
