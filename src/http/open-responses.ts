import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { onceClosed } from './once-closed.js';

/** The responses that somebody waits for: a shutdown lets their last bytes go out. */
@Injectable()
export class OpenResponses {
  private readonly open = new Set<ServerResponse>();
  private readonly waiting: (() => void)[] = [];

  /** @param onClose runs when the response is flushed, or its client has left */
  add(response: ServerResponse, onClose?: () => void): void {
    this.open.add(response);
    onceClosed(response, () => {
      this.open.delete(response);
      onClose?.();
      if (this.open.size === 0) for (const resolve of this.waiting.splice(0)) resolve();
    });
  }

  /** Resolves once none is open. */
  async whenClosed(): Promise<void> {
    if (this.open.size > 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
