import { Injectable, type OnModuleDestroy, Optional } from '@nestjs/common';
import { encodeNotification, type Link, NoOpenLinks, OpenLinks } from '../json-rpc/index.js';

/** Changes that come within this time of each other are told once. */
const COALESCE_MS = 20;

/** How many peers are told in one turn of the event loop: calls of others are served in between. */
const LINKS_PER_TURN = 100;

/** Tells every initialised peer that a list has changed. */
@Injectable()
export class ListChanges implements OnModuleDestroy {
  private readonly pending = new Map<string, NodeJS.Timeout>();
  private readonly turns = new Set<NodeJS.Immediate>();

  constructor(@Optional() private readonly links: OpenLinks = new NoOpenLinks()) {}

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
    this.tellSome(message, this.links.all()[Symbol.iterator]());
  }

  private tellSome(message: string, links: Iterator<Link>): void {
    for (let told = 0; told < LINKS_PER_TURN; told++) {
      const { value: link, done } = links.next() as IteratorResult<Link, undefined>;
      if (done) return;
      if (link.isInitialized) link.send(message);
    }
    const turn = setImmediate(() => {
      this.turns.delete(turn);
      this.tellSome(message, links);
    });
    this.turns.add(turn);
  }
}
