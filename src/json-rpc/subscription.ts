import {
  InvalidParamsError,
  isRecord,
  LATEST_STATELESS_REVISION,
  META_KEYS,
  type Params,
  type RequestId,
} from '../protocol/index.js';
import type { Announcement } from './announcements.js';
import { encodeNotification } from './message-encoder.js';
import type { ResultEncoder } from './result-encoder.js';

/**
 * What a client listens to, by `subscriptions/listen`. Every message of it names the request.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/subscriptions
 */
export class Subscription {
  private readonly lists: readonly string[];
  private readonly meta: Params;

  /**
   * @param offered the lists of which changes are announced; what else the client asks for is left out
   * @throws InvalidParamsError for a request that does not say what to listen to
   */
  constructor(
    private readonly id: RequestId,
    { notifications }: Params,
    offered: ReadonlySet<string>,
  ) {
    if (!isRecord(notifications)) throw new InvalidParamsError('params.notifications must be an object');
    this.lists = [...offered].filter((list) => notifications[filterOf(list)] === true);
    this.meta = { [META_KEYS.subscriptionId]: id };
  }

  /** Its first message: what the client will hear of. */
  encodeAcknowledgement(): string {
    const notifications = Object.fromEntries(this.lists.map((list) => [filterOf(list), true]));
    return encodeNotification('notifications/subscriptions/acknowledged', {
      notifications,
      _meta: this.meta,
    });
  }

  has({ list }: Announcement): boolean {
    return this.lists.includes(list);
  }

  encode({ list }: Announcement): string {
    return encodeNotification(`notifications/${list}/list_changed`, { _meta: this.meta });
  }

  /** Its last message, where the server ends it. */
  encodeEnd(results: ResultEncoder): string {
    return results.encode(this.id, { _meta: this.meta }, LATEST_STATELESS_REVISION);
  }
}

/** `toolsListChanged` */
function filterOf(list: string): string {
  return `${list}ListChanged`;
}
