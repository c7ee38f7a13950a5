import type { MessageSource } from '../../callers/index.js';
import {
  type Decoded,
  type Exchange,
  type PeerState,
  type Reply,
  type ServedRevisions,
  toPeerState,
  UnreadRequest,
} from '../../json-rpc/index.js';
import { LATEST_STATELESS_REVISION, type ProtocolRevision, readRequestMeta } from '../../protocol/index.js';
import type { Delivery } from '../admission/index.js';
import type { StdioSession } from './stdio-session.js';

/** Who sends the messages, and where their answers go. */
interface DeliveryParts {
  readonly session: StdioSession;
  readonly reply: Reply;
  readonly source: MessageSource;
}

/** What is of a revision with sessions: `initialize` said who sends it. */
export class SessionDelivery implements Delivery {
  readonly reply: Reply;

  constructor(private readonly parts: DeliveryParts) {
    this.reply = parts.reply;
  }

  get revision(): ProtocolRevision {
    return this.parts.session.state.revision;
  }

  begin(): Exchange {
    const { session: peer, reply, source } = this.parts;
    return { peer, reply, source };
  }
}

/** What is known of who makes a request that was not read. */
const UNSTATED: PeerState = {
  revision: LATEST_STATELESS_REVISION,
  isInitialized: false,
  client: undefined,
  capabilities: {},
  loggingLevel: undefined,
};

/**
 * What is of 2026-07-28: a request says itself who makes it. Its id is one of the session all the same, so that a cancellation
 * of either revision finds it.
 */
export class StatelessDelivery implements Delivery {
  readonly revision = LATEST_STATELESS_REVISION;
  readonly reply: Reply;

  constructor(
    private readonly parts: DeliveryParts,
    private readonly served: ServedRevisions,
  ) {
    this.reply = parts.reply;
  }

  /** @throws InvalidParamsError, UnsupportedProtocolVersionError, and what a request to listen is refused with */
  begin([message]: readonly Decoded[]): Exchange | undefined {
    const { session, reply, source } = this.parts;
    const exchange = { peer: session, reply, source, stated: UNSTATED };
    if (message?.kind !== 'request' || message instanceof UnreadRequest) return exchange;
    const stated = toPeerState(readRequestMeta(message.params), this.served);
    session.noteStateless();
    if (message.method !== 'subscriptions/listen') return { ...exchange, stated };
    session.listen(message);
    return undefined;
  }
}
