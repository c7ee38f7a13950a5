import type { IncomingMessage } from 'node:http';

const MANAGEMENT = Symbol('rookery.management');

/** Says that a request came in by the management port, which no client reaches. */
export function markManagementRequest(request: IncomingMessage): void {
  (request as { [MANAGEMENT]?: true })[MANAGEMENT] = true;
}

export function isManagementRequest(request: IncomingMessage): boolean {
  return (request as { [MANAGEMENT]?: true })[MANAGEMENT] === true;
}
