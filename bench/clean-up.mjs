/** @type {Set<() => void>} */
const steps = new Set();

/**
 * Has a step done at the end of the run, however that comes: also on Ctrl-C or a failure.
 * @param {() => void} step has to be synchronous
 * @returns {() => void} takes it back
 */
export function atExit(step) {
  steps.add(step);
  return () => steps.delete(step);
}

process.on('exit', () => {
  for (const step of steps) attempt(step);
});
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
])
  process.on(signal, () => process.exit(128 + number));

/** One that fails keeps no other from being done. */
function attempt(step) {
  try {
    step();
  } catch (error) {
    console.error(error);
  }
}
