import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What waits behind other responses, by connection: one listener for all, since the client chooses how many there are. */
const waiting = new WeakMap<Socket, Set<() => void>>();

/**
 * Runs once a response is flushed, or its client has left. Node emits no `close` for a response that still waits behind
 * another one of its connection when that is closed.
 */
export function onceClosed(response: ServerResponse, run: () => void): void {
  const connection = response.req.socket;
  if (response.closed || (!response.socket && connection.destroyed)) {
    run();
    return;
  }
  if (response.socket) {
    response.once('close', run);
    return;
  }
  const callbacks = waiting.get(connection) ?? watch(connection);
  const runOnce = (): void => {
    callbacks.delete(runOnce);
    response.off('close', runOnce);
    run();
  };
  callbacks.add(runOnce);
  response.once('close', runOnce);
}

function watch(connection: Socket): Set<() => void> {
  const callbacks = new Set<() => void>();
  waiting.set(connection, callbacks);
  connection.once('close', () => {
    for (const run of callbacks) run();
  });
  return callbacks;
}
