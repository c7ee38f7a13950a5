/** How many are visited in one turn of the event loop: calls of others are served in between. */
const VISITS_PER_TURN = 100;

/** Visits many things, some in each turn of the event loop. */
export class Turns {
  private readonly waiting = new Set<NodeJS.Immediate>();

  /** The first turn is now. @param things may come and go meanwhile, as those of a set or a map do */
  visit<Thing>(things: Iterable<Thing>, visit: (thing: Thing) => void): void {
    this.visitSome(things[Symbol.iterator](), visit);
  }

  stop(): void {
    for (const turn of this.waiting) clearImmediate(turn);
  }

  private visitSome<Thing>(things: Iterator<Thing>, visit: (thing: Thing) => void): void {
    for (let visited = 0; visited < VISITS_PER_TURN; visited++) {
      const { value, done } = things.next() as IteratorResult<Thing, undefined>;
      if (done) return;
      visit(value);
    }
    const turn = setImmediate(() => {
      this.waiting.delete(turn);
      this.visitSome(things, visit);
    });
    this.waiting.add(turn);
  }
}
