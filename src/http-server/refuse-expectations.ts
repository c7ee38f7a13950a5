import type { Server } from 'node:http';

const HEAD = { Connection: 'close', 'Content-Length': 0 };

/**
 * Answers an `Expect` other than 100-continue with 417 (RFC 9110 section 10.1.1). The connection ends with it, as with all
 * that no handler sees and no limit counts: Node would keep it open for the next one.
 */
export function refuseExpectations(server: Server): void {
  server.on('checkExpectation', (_request, response) => response.writeHead(417, HEAD).end());
}
