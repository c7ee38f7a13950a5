import type { IncomingMessage } from 'node:http';
import type { AccessError } from '../protocol/index.js';

/** What a refused caller is asked for: the `WWW-Authenticate` header of a 401, and of a 403 that more scopes would mend. */
export abstract class Challenge {
  abstract headerFor(error: AccessError, request: IncomingMessage): string | undefined;
}

/** The default: there is nothing to authenticate with. */
export class NoChallenge extends Challenge {
  headerFor(): undefined {}
}
