import type { Peer } from './peer.js';

/** The peers that can be told something without being asked. Bind another one to have any. */
export abstract class OpenPeers {
  abstract all(): Iterable<Peer>;
}

/** The default: there are none. */
export class NoOpenPeers extends OpenPeers {
  all(): Iterable<Peer> {
    return [];
  }
}
