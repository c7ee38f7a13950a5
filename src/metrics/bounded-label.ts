/** Takes the place of values that clients make up. */
export const OTHER = 'other';

/** The values of a label that clients can choose: the first ones are kept up to a bound, all others are one. */
export class BoundedLabel {
  private readonly seen = new Set<string>();

  constructor(private readonly max: number) {}

  valueOf(text: string): string {
    if (this.seen.has(text)) return text;
    if (this.seen.size >= this.max) return OTHER;
    this.seen.add(text);
    return text;
  }
}
