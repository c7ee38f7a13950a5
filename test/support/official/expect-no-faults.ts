import { takeFaults } from './conversations.js';

// Of every file with tests: what a client of the tests read is valid in its revision, or the test fails.
const expectNoFaults = (): void => {
  const faults = takeFaults();
  if (faults.length > 0)
    throw new Error(`The server has sent what its revision does not have:\n${faults.join('\n')}`);
};

afterEach(expectNoFaults);
afterAll(expectNoFaults);
