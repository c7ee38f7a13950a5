import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable, Optional } from '@nestjs/common';
import { HttpEdge } from '../../http-edge/index.js';
import { isThenable, type MessageSource, type Principal } from '../../json-rpc/index.js';
import { AnonymousAuthenticator, Authenticator } from './authenticator.js';

const sources = new WeakMap<IncomingMessage, MessageSource>();

/** The one guard of every MCP route: the edge's checks, then the caller's credentials. The body is still unread. */
@Injectable()
export class AdmissionGuard implements CanActivate {
  constructor(
    private readonly edge: HttpEdge,
    @Optional() private readonly authenticator: Authenticator = new AnonymousAuthenticator(),
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<IncomingMessage>();
    const response = http.getResponse<ServerResponse>();
    const { requestId, address } = this.edge.enter(request, response);
    if (response.writableEnded) return true;
    const admit = (principal: Principal): boolean => {
      sources.set(request, { requestId, caller: { principal, address } });
      return true;
    };
    const principal = this.authenticator.authenticate(request);
    return isThenable(principal) ? principal.then(admit) : admit(principal);
  }
}

/** Who sent a request that {@link AdmissionGuard} let in. */
export function sourceOf(request: IncomingMessage): MessageSource {
  const source = sources.get(request);
  if (!source) throw new Error('The request did not pass the admission guard');
  return source;
}
