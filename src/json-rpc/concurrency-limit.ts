import { UnavailableError } from '../protocol/index.js';

/** How many calls of one target may run at once. */
export class ConcurrencyLimit {
  private running = 0;

  /**
   * @param max a whole number above 0
   * @param what how messages name the target: `tool add`
   */
  constructor(
    private readonly max: number,
    private readonly what: string,
  ) {}

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
