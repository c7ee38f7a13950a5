import type { MessageSource } from '../callers/index.js';
import type { Peer } from './peer.js';
import type { Reply } from './reply.js';

/** What a message comes with: who sent it, and where its answer goes. */
export interface Exchange {
  readonly peer: Peer;
  readonly reply: Reply;
  readonly source: MessageSource;
}
