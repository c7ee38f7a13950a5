/** Counts the work of matching a URI, for tests that hold it to a bound. */
export interface StepMeter {
  steps: number;
}
