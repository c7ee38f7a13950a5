import type { ServerResponse } from 'node:http';

/** Thrown in place of an answer that is no error document: it writes itself. */
export abstract class OwnAnswer extends Error {
  abstract write(response: ServerResponse): void;
}
