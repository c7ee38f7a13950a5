import type { IncomingMessage } from 'node:http';
import { Injectable, Optional } from '@nestjs/common';
import type { Arrival } from './arrival.js';

/** A request that was refused for who sent it, where from, or how often. */
export interface DeniedRequest {
  readonly request: IncomingMessage;
  /** `undefined` for a request that did not come in through the edge. */
  readonly arrival: Arrival | undefined;
  readonly status: number;
  /** What the caller was told. */
  readonly message: string;
}

/** Who was turned away? Bind another one to keep an audit. */
export abstract class AccessObserver {
  abstract requestDenied(denied: DeniedRequest): void;
}

/** The default: nobody looks. */
class SilentAccessObserver extends AccessObserver {
  requestDenied(): void {}
}

/** Everybody who looks: the observer that is bound, and those that modules add at boot. */
@Injectable()
export class AccessObservers {
  private readonly observers: AccessObserver[];

  constructor(@Optional() bound: AccessObserver = new SilentAccessObserver()) {
    this.observers = [bound];
  }

  add(observer: AccessObserver): void {
    this.observers.push(observer);
  }

  requestDenied(denied: DeniedRequest): void {
    for (const observer of this.observers) observer.requestDenied(denied);
  }
}
