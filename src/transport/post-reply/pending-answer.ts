import type { ServerResponse } from 'node:http';
import { onceClosed, type ResponseWriter } from '../../http/index.js';
import type { BudgetedResponse, PendingBytesBudget } from '../event-stream/index.js';

/** An answer that its client has no room for: it counts for the total of all clients, as streams do. */
class PendingAnswer implements BudgetedResponse {
  /** Nothing comes behind an answer. */
  readonly pendingBytes = 0;

  constructor(
    readonly response: ServerResponse,
    private readonly writer: ResponseWriter,
  ) {}

  get waitingBytes(): number {
    return this.writer.waitingBytes;
  }

  destroy(): void {
    this.response.req.socket.destroy();
  }
}

export function countWaiting(
  response: ServerResponse,
  writer: ResponseWriter,
  budget: PendingBytesBudget,
): void {
  const answer = new PendingAnswer(response, writer);
  budget.check(answer);
  onceClosed(response, () => budget.forget(answer));
}
