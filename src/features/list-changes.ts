import { Injectable, type OnModuleDestroy, Optional } from '@nestjs/common';
import { encodeNotification, NoOpenLinks, OpenLinks } from '../json-rpc/index.js';

/** Changes that come within this time of each other are told once. */
const COALESCE_MS = 20;

/** Tells every initialised peer that a list has changed. */
@Injectable()
export class ListChanges implements OnModuleDestroy {
  private readonly pending = new Map<string, NodeJS.Timeout>();

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
  }

  private tell(list: string): void {
    this.pending.delete(list);
    const message = encodeNotification(`notifications/${list}/list_changed`);
    for (const link of this.links.all()) if (link.isInitialized) link.send(message);
  }
}
