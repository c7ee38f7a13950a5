import type { ServerResponse } from 'node:http';
import type { MessageSource } from '../../callers/index.js';
import type { Peer } from '../../json-rpc/index.js';
import type { ClientQuirk } from './client-quirk.js';
import type { ClientQuirkObservers } from './client-quirk-observer.js';

/** The quirks of one request. Observers hear nothing of a request that is refused. */
export class RequestQuirks {
  private found: readonly ClientQuirk[] = [];

  constructor(private readonly observers: ClientQuirkObservers) {}

  note(quirk: ClientQuirk): void {
    this.found = [...this.found, quirk];
  }

  /** The request is served. A client that has not said who it is may be saying so: observers hear of it with the answer. */
  tell(peer: Peer, source: MessageSource, response: ServerResponse): void {
    if (this.found.length === 0) return;
    const tell = (): void => {
      const { client } = peer.state;
      for (const quirk of this.found) this.observers.requestTolerated({ quirk, client, source });
    };
    if (peer.state.client) tell();
    else response.once('close', tell);
  }
}
