import type { IncomingMessage } from 'node:http';
import { ANONYMOUS, type Principal } from '../../callers/index.js';

/** Who sends this request? Bind another one to read credentials. It is asked again of a POST whose body came slowly. */
export abstract class Authenticator {
  /** @throws AccessError 401 for a request without valid credentials, 403 for too few scopes */
  abstract authenticate(request: IncomingMessage): Principal | Promise<Principal>;
}

/** The default: nobody is asked. */
export class AnonymousAuthenticator extends Authenticator {
  authenticate(): Principal {
    return ANONYMOUS;
  }
}
