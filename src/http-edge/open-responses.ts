import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';

/** The responses that somebody waits for: a shutdown lets their last bytes go out. */
@Injectable()
export class OpenResponses {
  private readonly open = new Set<ServerResponse>();

  /** @param onClose runs when the response is flushed, or its client has left */
  add(response: ServerResponse, onClose?: () => void): void {
    if (response.closed) {
      onClose?.();
      return;
    }
    this.open.add(response);
    response.once('close', () => {
      this.open.delete(response);
      onClose?.();
    });
  }

  /** Resolves once none is open. */
  async whenClosed(): Promise<void> {
    while (this.open.size > 0) await Promise.all([...this.open].map((response) => once(response, 'close')));
  }
}
