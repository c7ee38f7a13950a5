import { ConfigurationError, UnavailableError } from '../protocol/index.js';

/** How many calls of one tool may run at once. */
export class ConcurrencyLimit {
  private running = 0;

  /** @throws ConfigurationError for a limit that lets nothing run */
  constructor(
    private readonly max: number,
    private readonly tool: string,
  ) {
    if (!Number.isInteger(max) || max < 1)
      throw new ConfigurationError(`The concurrency of tool ${tool} must be a whole number above 0`);
  }

  /** @returns what the end of the call has to do. @throws UnavailableError when all places are taken */
  enter(): () => void {
    if (this.running >= this.max)
      throw new UnavailableError('overloaded', `Too many calls of tool ${this.tool} are running at once`, 1);
    this.running++;
    return () => {
      this.running--;
    };
  }
}
