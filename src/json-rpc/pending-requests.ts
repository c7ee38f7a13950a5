import { randomUUID } from 'node:crypto';
import type { Params, ResponseMessage } from '../protocol/index.js';
import { encodeRequest } from './message-encoder.js';

/** Requests that one client may leave without an answer at once; one more is not sent. */
const MAX_PENDING = 64;

/** How a request of the server came out: what its client answered, or why it did not. */
export type ClientAnswer =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'unanswered'; readonly reason: 'timeout' | 'ended' | 'too-many' };

/**
 * Requests of the server to one client that wait for their answers. Their ids are random: an answer that another session sends,
 * or that comes again, fits none.
 */
export class PendingRequests {
  private readonly waiting = new Map<string, (answer: ClientAnswer) => void>();
  private hasEnded = false;

  /** @param send takes the encoded request to the client */
  constructor(private readonly send: (message: string) => void) {}

  /** @returns what became of it; it never rejects */
  ask(method: string, params: Params, timeoutMs: number): Promise<ClientAnswer> {
    if (this.hasEnded) return Promise.resolve({ kind: 'unanswered', reason: 'ended' });
    if (this.waiting.size >= MAX_PENDING) return Promise.resolve({ kind: 'unanswered', reason: 'too-many' });
    const id = randomUUID();
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ kind: 'unanswered', reason: 'timeout' }), timeoutMs);
      const settle = (answer: ClientAnswer): void => {
        clearTimeout(timer);
        this.waiting.delete(id);
        resolve(answer);
      };
      this.waiting.set(id, settle);
      this.send(encodeRequest(id, method, params));
    });
  }

  /** @returns whether a request waited for it */
  settle({ id, result, error }: ResponseMessage): boolean {
    const settle = typeof id === 'string' ? this.waiting.get(id) : undefined;
    settle?.(error === undefined ? { kind: 'result', result } : { kind: 'error', error });
    return settle !== undefined;
  }

  /** The client is gone: nothing is waited for, or sent, any more. */
  end(): void {
    this.hasEnded = true;
    for (const settle of this.waiting.values()) settle({ kind: 'unanswered', reason: 'ended' });
  }
}
