import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  All,
  Controller,
  type MessageEvent,
  Optional,
  Post,
  Req,
  Res,
  Sse,
  UseFilters,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import type { Observable } from 'rxjs';
import { JsonRpcErrorFilter, refuseMethod, requestUrl } from '../../http-edge/index.js';
import { AdmissionGuard } from '../admission/index.js';
import { DirectRoute } from '../direct-routes/index.js';
import { HttpSseOptions } from './http-sse.options.js';
import { HttpSseTransport } from './http-sse.transport.js';
import { SessionlessTransport } from './sessionless.transport.js';

/** The routes of HTTP+SSE. Filters and guards of its own keep an app's global ones from changing what clients see. */
@Controller({ version: VERSION_NEUTRAL })
@UseGuards(AdmissionGuard)
@UseFilters(JsonRpcErrorFilter)
export class HttpSseController {
  constructor(
    private readonly transport: HttpSseTransport,
    private readonly sessionless: SessionlessTransport,
    @Optional() private readonly options: HttpSseOptions = new HttpSseOptions(),
  ) {}

  @DirectRoute()
  @Sse('sse')
  open(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Observable<MessageEvent> | PromiseLike<Observable<MessageEvent>> {
    return this.transport.open(request, response, '/sse');
  }

  @DirectRoute()
  @Post(['message', 'messages'])
  receive(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    const sessionId = requestUrl(request).query.get('sessionId');
    if (sessionId !== null) this.transport.receive(request, response, sessionId);
    else if (this.options.sessionlessPost) this.sessionless.receive(request, response);
    else this.transport.refuse(request, response);
  }

  @All('sse')
  refuseSse(@Res() response: ServerResponse): void {
    refuseMethod(response, 'GET, HEAD');
  }

  @All(['message', 'messages'])
  refuseMessage(@Res() response: ServerResponse): void {
    refuseMethod(response, 'POST');
  }
}
