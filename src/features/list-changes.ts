import { Injectable, type OnModuleDestroy, Optional } from '@nestjs/common';
import { encodeNotification, NoOpenPeers, OpenPeers, type Peer } from '../json-rpc/index.js';

/** Changes that come within this time of each other are told once. */
const COALESCE_MS = 20;

/** How many peers are told in one turn of the event loop: calls of others are served in between. */
const PEERS_PER_TURN = 100;

/** Tells every initialised peer that a list has changed. */
@Injectable()
export class ListChanges implements OnModuleDestroy {
  private readonly pending = new Map<string, NodeJS.Timeout>();
  private readonly turns = new Set<NodeJS.Immediate>();

  constructor(@Optional() private readonly peers: OpenPeers = new NoOpenPeers()) {}

  /** @param list the name in the notification: `tools` */
  announce(list: string): void {
    if (this.pending.has(list)) return;
    this.pending.set(
      list,
      setTimeout(() => this.tell(list), COALESCE_MS),
    );
  }

  onModuleDestroy(): void {
    for (const timer of this.pending.values()) clearTimeout(timer);
    for (const turn of this.turns) clearImmediate(turn);
  }

  private tell(list: string): void {
    this.pending.delete(list);
    const message = encodeNotification(`notifications/${list}/list_changed`);
    this.tellSome(message, this.peers.all()[Symbol.iterator]());
  }

  private tellSome(message: string, peers: Iterator<Peer>): void {
    for (let told = 0; told < PEERS_PER_TURN; told++) {
      const { value: peer, done } = peers.next() as IteratorResult<Peer, undefined>;
      if (done) return;
      if (peer.state.isInitialized) peer.push(message);
    }
    const turn = setImmediate(() => {
      this.turns.delete(turn);
      this.tellSome(message, peers);
    });
    this.turns.add(turn);
  }
}
