import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { HttpEdge } from '../../http-edge/index.js';
import { AdmissionGuard } from '../admission/index.js';
import { acceptsEventStream } from '../mcp-headers.js';

/** Streams at `/` are admitted like any other; people see the page without credentials. */
@Injectable()
export class RootGuard implements CanActivate {
  constructor(
    private readonly admission: AdmissionGuard,
    private readonly edge: HttpEdge,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<IncomingMessage>();
    if (isOfClient(request)) return this.admission.canActivate(context);
    this.edge.enterRequest(request, http.getResponse<ServerResponse>());
    this.edge.countAddress(request);
    return true;
  }
}

/** A page is what is left: a GET that neither asks for a stream nor names a session. */
function isOfClient(request: IncomingMessage): boolean {
  const isPage = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
  return !isPage || acceptsEventStream(request) || request.headers['mcp-session-id'] !== undefined;
}
