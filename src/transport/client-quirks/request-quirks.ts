import type { ServerResponse } from 'node:http';
import type { MessageSource } from '../../callers/index.js';
import type { Peer } from '../../json-rpc/index.js';
import type { ClientQuirk } from './client-quirk.js';
import type { ClientQuirkObservers } from './client-quirk-observer.js';

/** The quirks of one request. Those of a request that is refused are not told. */
export class RequestQuirks {
  private found: readonly ClientQuirk[] = [];

  constructor(private readonly observers: ClientQuirkObservers) {}

  note(quirk: ClientQuirk): void {
    if (!this.found.includes(quirk)) this.found = [...this.found, quirk];
  }

  /** The request is served. Where its client has not said who it is, it may be about to, and is told of with the answer. */
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
