import { Reply } from '../../json-rpc/index.js';
import type { LineWriter } from './line-writer.js';

/** The pipe takes what every request says. Responses to a batch come one by one. */
export class StdioReply extends Reply {
  constructor(private readonly writer: LineWriter) {
    super();
  }

  notify(message: string): void {
    this.writer.notify(message);
  }

  end(message?: string): void {
    if (message !== undefined) this.writer.respond(message);
  }
}
