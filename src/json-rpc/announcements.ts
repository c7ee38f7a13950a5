import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { encodeNotification } from './message-encoder.js';

/** Changes that come within this time of each other are told once. */
const COALESCE_MS = 20;

/** What peers hear of without having asked: a list, of tools or of another feature, is another one. */
export interface Announcement {
  readonly kind: 'list-changed';
  /** As the notification names it: `tools`. */
  readonly list: string;
}

/**
 * Takes changes from those who make them to those who tell peers: sessions, streams, pipes. Equal announcements that come
 * together are one.
 */
@Injectable()
export class Announcements implements OnModuleDestroy {
  private readonly listeners = new Set<(announcement: Announcement) => void>();
  private readonly pending = new Map<string, NodeJS.Timeout>();
  private readonly offered = new Set<string>();

  /** The lists of which changes are announced. */
  get lists(): ReadonlySet<string> {
    return this.offered;
  }

  /** Says at boot that changes of a list will be announced. */
  offer(list: Announcement['list']): void {
    this.offered.add(list);
  }

  publish(announcement: Announcement): void {
    const key = `${announcement.kind} ${announcement.list}`;
    if (this.pending.has(key)) return;
    const tell = (): void => {
      this.pending.delete(key);
      for (const listener of this.listeners) listener(announcement);
    };
    this.pending.set(key, setTimeout(tell, COALESCE_MS));
  }

  /** @returns what ends the subscription */
  subscribe(listener: (announcement: Announcement) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  onModuleDestroy(): void {
    for (const timer of this.pending.values()) clearTimeout(timer);
    this.pending.clear();
  }
}

/** The notification that tells a peer of it. */
export function encodeAnnouncement({ list }: Announcement): string {
  return encodeNotification(`notifications/${list}/list_changed`);
}
