import type { MessageSource } from '../callers/index.js';
import type { Peer, PeerState } from './peer.js';
import type { Reply } from './reply.js';

/** What a message comes with: who sent it, and where its answer goes. */
export interface Exchange {
  readonly peer: Peer;
  readonly reply: Reply;
  /** What a request says of who makes it. @default what the peer said before */
  readonly stated?: PeerState;
  readonly source: MessageSource;
}
