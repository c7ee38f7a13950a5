/** Ids of sessions that have ended, so that nobody takes one up again. Above the bound the one that ended first is forgotten. */
export class EndedSessions {
  private readonly ids = new Set<string>();

  /** @param maxIds how many are remembered; one takes about 100 bytes */
  constructor(private readonly maxIds: number) {}

  has(sessionId: string): boolean {
    return this.ids.has(sessionId);
  }

  add(sessionId: string): void {
    this.ids.add(sessionId);
    if (this.ids.size <= this.maxIds) return;
    const [first] = this.ids;
    this.ids.delete(first!);
  }
}
