import { type Decoded, Peer } from '../../json-rpc/index.js';
import type { ProtocolRevision, Wire } from '../../protocol/index.js';

/** Who sends one POST that stands alone. What belongs to no request has no place to go. */
export class PostPeer extends Peer {
  readonly sessionId = undefined;
  override readonly isHearing = false;

  constructor(
    readonly wire: Wire,
    revision: ProtocolRevision,
  ) {
    super(revision);
  }

  push(): void {}
}

/** How many of the messages of a POST are answered. */
export function countAnswers(messages: readonly Decoded[]): number {
  return messages.filter(({ kind }) => kind === 'request' || kind === 'invalid').length;
}
