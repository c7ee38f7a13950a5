import { Injectable, type OnModuleDestroy, Optional } from '@nestjs/common';
import type { Principal } from '../callers/index.js';
import { type AccessRule, isAllowed } from './access-rule.js';
import { encodeNotification } from './message-encoder.js';
import type { Peer } from './peer.js';
import { SubscriptionsOptions } from './subscriptions.options.js';

/** Equal changes that come within this time of each other are announced once. */
const COALESCE_MS = 20;

/** A list of tools or of another feature has changed: peers hear of it without having asked. */
export interface ListChange {
  readonly kind: 'list-changed';
  /** As the notification names it: `tools`. */
  readonly list: string;
}

/** A resource has changed: peers that subscribed to it hear of it. */
export interface ResourceUpdate {
  readonly kind: 'resource-updated';
  readonly uri: string;
}

export type Announcement = ListChange | ResourceUpdate;

/** Who may read a resource; `undefined` where nothing has the URI. */
type AccessOf = (uri: string) => AccessRule | undefined;

/**
 * Takes changes from those who make them to those who tell peers: sessions, streams, pipes. Equal announcements that come
 * together are one.
 */
@Injectable()
export class Announcements implements OnModuleDestroy {
  private readonly listeners = new Set<(announcement: Announcement) => void>();
  private readonly pending = new Map<string, NodeJS.Timeout>();
  private readonly offered = new Set<string>();
  private accessOf: AccessOf = () => undefined;

  constructor(@Optional() private readonly options: SubscriptionsOptions = new SubscriptionsOptions()) {}

  /** How many resources one listener may hear of. */
  get maxUris(): number {
    return this.options.maxPerSession;
  }

  /** The lists of which changes are announced. */
  get lists(): ReadonlySet<string> {
    return this.offered;
  }

  /** Says at boot that changes of a list will be announced. */
  offer(list: ListChange['list']): void {
    this.offered.add(list);
  }

  /** Says at boot that updates of resources will be announced. @param accessOf who may read one now */
  offerUpdates(accessOf: AccessOf): void {
    this.accessOf = accessOf;
  }

  /** Whether a caller may read a resource that the server has: nobody else hears of it. */
  isReadable(uri: string, principal: Principal): boolean {
    const access = this.accessOf(uri);
    return access !== undefined && isAllowed(access, principal);
  }

  /** Whether a peer that has initialised is to hear of it. */
  isFor(announcement: Announcement, peer: Peer, principal: Principal): boolean {
    if (announcement.kind === 'list-changed') return peer.state.isInitialized;
    return peer.isSubscribedTo(announcement.uri) && this.isReadable(announcement.uri, principal);
  }

  publish(announcement: Announcement): void {
    const key = keyOf(announcement);
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

/** Equal announcements have the same. */
export function keyOf(announcement: Announcement): string {
  return `${announcement.kind} ${announcement.kind === 'list-changed' ? announcement.list : announcement.uri}`;
}

/** The notification that tells a peer of it. @param meta its `_meta`, if it has one */
export function encodeAnnouncement(announcement: Announcement, meta?: object): string {
  const more = meta && { _meta: meta };
  if (announcement.kind === 'resource-updated')
    return encodeNotification('notifications/resources/updated', { uri: announcement.uri, ...more });
  const { list } = announcement;
  return encodeNotification(`notifications/${list}/list_changed`, more);
}
