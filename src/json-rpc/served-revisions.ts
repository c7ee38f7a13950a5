import { type ProtocolRevision, REVISIONS } from '../protocol/index.js';

/** The revisions that a server speaks. Bind an instance to name them. */
export class ServedRevisions {
  constructor(private readonly revisions: readonly ProtocolRevision[] = REVISIONS) {}

  has(revision: unknown): boolean {
    return this.revisions.some((served) => served === revision);
  }

  /** As clients are told them. */
  get newestFirst(): readonly ProtocolRevision[] {
    return REVISIONS.filter((revision) => this.revisions.includes(revision)).toReversed();
  }
}
