import { Injectable, Optional } from '@nestjs/common';
import type { MessageSource } from '../../callers/index.js';
import { Observers } from '../../json-rpc/index.js';
import { NestHost } from '../../nest-host/index.js';
import type { Implementation } from '../../protocol/index.js';
import type { ClientQuirk } from './client-quirk.js';

/** A request that was served with one of its client's quirks. */
export interface ToleratedRequest {
  readonly quirk: ClientQuirk;
  /** What its client said of itself; `undefined` where it has not. */
  readonly client: Implementation | undefined;
  readonly source: MessageSource;
}

/** What is tolerated of clients? Each provider that extends it hears of each request, to log or count them. */
export abstract class ClientQuirkObserver {
  abstract requestTolerated(tolerated: ToleratedRequest): void;
}

/** Everybody who looks at quirks. */
@Injectable()
export class ClientQuirkObservers extends Observers<ClientQuirkObserver> {
  constructor(@Optional() host?: NestHost) {
    super(ClientQuirkObserver, host, 'ClientQuirks');
  }

  requestTolerated(tolerated: ToleratedRequest): void {
    this.tell((observer) => observer.requestTolerated(tolerated));
  }
}
