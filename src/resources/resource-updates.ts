import { Injectable } from '@nestjs/common';
import { Announcements } from '../json-rpc/index.js';

/** Says that resources have changed, to the clients that subscribed to them. */
@Injectable()
export class ResourceUpdates {
  constructor(private readonly announcements: Announcements) {}

  /**
   * Clients that subscribed to the URI, and may read it, hear of it: once for all changes that come together.
   * @param uri as clients wrote it when they subscribed
   */
  announce(uri: string): void {
    this.announcements.publish({ kind: 'resource-updated', uri });
  }

  /** Says that the list which the method of a template returns has changed. */
  announceList(): void {
    this.announcements.publish({ kind: 'list-changed', list: 'resources' });
  }
}
