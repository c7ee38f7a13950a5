import { ConfigurationError, UnavailableError } from '../protocol/index.js';

/** How many calls of one target may run at once. */
export class ConcurrencyLimit {
  private running = 0;

  /**
   * @param what how messages name the target: `tool add`
   * @throws ConfigurationError for a limit that lets nothing run
   */
  constructor(
    private readonly max: number,
    private readonly what: string,
  ) {
    if (!Number.isInteger(max) || max < 1)
      throw new ConfigurationError(`The concurrency of ${what} must be a whole number above 0`);
  }

  /** @throws UnavailableError when all places are taken */
  enterCall(): void {
    if (this.running >= this.max)
      throw new UnavailableError('overloaded', `Too many calls of ${this.what} are running at once`, 1);
    this.running++;
  }

  leave(): void {
    this.running--;
  }
}
