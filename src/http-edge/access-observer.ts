import type { IncomingMessage } from 'node:http';
import { Injectable, Optional } from '@nestjs/common';
import type { Arrival } from '../http/index.js';
import { Observers } from '../json-rpc/index.js';
import { NestHost } from '../nest-host/index.js';

/** A request that was refused for who sent it, where from, or how often. */
export interface DeniedRequest {
  readonly request: IncomingMessage;
  /** `undefined` for a request that did not come in through the edge. */
  readonly arrival: Arrival | undefined;
  readonly status: number;
  /** What the caller was told. */
  readonly message: string;
}

/** Who was turned away? Each provider that extends it is told, to keep an audit. */
export abstract class AccessObserver {
  abstract requestDenied(denied: DeniedRequest): void;
}

/** Everybody who looks at refusals. */
@Injectable()
export class AccessObservers extends Observers<AccessObserver> {
  constructor(@Optional() host?: NestHost) {
    super(AccessObserver, host, 'HttpEdge');
  }

  requestDenied(denied: DeniedRequest): void {
    this.tell((observer) => observer.requestDenied(denied));
  }
}
