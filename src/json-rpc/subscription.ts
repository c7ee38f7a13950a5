import type { Principal } from '../callers/index.js';
import {
  InvalidParamsError,
  isRecord,
  LATEST_STATELESS_REVISION,
  META_KEYS,
  type Params,
  type RequestId,
} from '../protocol/index.js';
import { type Announcement, type Announcements, encodeAnnouncement } from './announcements.js';
import { encodeNotification } from './message-encoder.js';
import type { ResultEncoder } from './result-encoder.js';

/**
 * What a client listens to, by `subscriptions/listen`. Every message of it names the request.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/subscriptions
 */
export class Subscription {
  private readonly lists: readonly string[];
  private readonly uris: ReadonlySet<string>;
  private readonly meta: Params;

  /**
   * Leaves out what the server does not announce, and what the client may not read.
   * @throws InvalidParamsError for a request that does not say what to listen to, or asks for too many resources
   */
  constructor(
    private readonly id: RequestId,
    { notifications }: Params,
    private readonly announcements: Announcements,
    private readonly principal: Principal,
  ) {
    if (!isRecord(notifications)) throw new InvalidParamsError('params.notifications must be an object');
    this.lists = [...announcements.lists].filter((list) => notifications[filterOf(list)] === true);
    const uris = readUris(notifications['resourceSubscriptions'], announcements.maxUris);
    this.uris = new Set(uris.filter((uri) => announcements.isReadable(uri, principal)));
    this.meta = { [META_KEYS.subscriptionId]: id };
  }

  /** Its first message: what the client will hear of. */
  encodeAcknowledgement(): string {
    const lists = Object.fromEntries(this.lists.map((list) => [filterOf(list), true]));
    const notifications = { ...lists, ...(this.uris.size > 0 && { resourceSubscriptions: [...this.uris] }) };
    return encodeNotification('notifications/subscriptions/acknowledged', {
      notifications,
      _meta: this.meta,
    });
  }

  has(announcement: Announcement): boolean {
    if (announcement.kind === 'list-changed') return this.lists.includes(announcement.list);
    const { uri } = announcement;
    return this.uris.has(uri) && this.announcements.isReadable(uri, this.principal);
  }

  encode(announcement: Announcement): string {
    return encodeAnnouncement(announcement, this.meta);
  }

  /** Its last message, where the server ends it. */
  encodeEnd(results: ResultEncoder): string {
    return results.encode(this.id, { _meta: this.meta }, LATEST_STATELESS_REVISION);
  }
}

function readUris(given: unknown, maxUris: number): readonly string[] {
  const uris = given ?? [];
  if (!Array.isArray(uris) || !uris.every((uri) => typeof uri === 'string'))
    throw new InvalidParamsError('params.notifications.resourceSubscriptions must be a list of URIs');
  if (uris.length > maxUris)
    throw new InvalidParamsError(`One stream may have ${maxUris} resourceSubscriptions: ask for fewer`);
  return uris;
}

/** `toolsListChanged` */
function filterOf(list: string): string {
  return `${list}ListChanged`;
}
