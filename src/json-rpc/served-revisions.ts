import { type ProtocolRevision, REVISIONS } from '../protocol/index.js';

/** The revisions that a server speaks. Bind an instance to name them. */
export class ServedRevisions {
  constructor(private readonly revisions: readonly ProtocolRevision[] = REVISIONS) {}

  has(revision: unknown): boolean {
    return this.revisions.some((served) => served === revision);
  }

  /** In the order in which answers name them to clients. */
  get newestFirst(): readonly ProtocolRevision[] {
    return REVISIONS.filter((revision) => this.revisions.includes(revision)).toReversed();
  }
}
