import { Injectable } from '@nestjs/common';
import { Observers } from '../json-rpc/index.js';
import { NestHost } from '../nest-host/index.js';

/** A tool that came, changed or went while the server runs. */
export interface ToolChange {
  readonly tool: string;
  /** The definition that clients saw until now, as JSON; `undefined` for a new tool. */
  readonly before: string | undefined;
  /** The definition that they see from now on; `undefined` for a tool that is gone. */
  readonly after: string | undefined;
}

/** What do clients see of tools from now on? Each provider that extends it is told, to keep an audit. */
export abstract class ToolObserver {
  abstract toolChanged(change: ToolChange): void;
}

/** Everybody who looks at tools. */
@Injectable()
export class ToolObservers extends Observers<ToolObserver> {
  constructor(host: NestHost) {
    super(ToolObserver, host, 'Tools');
  }

  toolChanged(change: ToolChange): void {
    this.tell((observer) => observer.toolChanged(change));
  }
}
