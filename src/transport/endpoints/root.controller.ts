import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  All,
  Controller,
  type MessageEvent,
  NotFoundException,
  Optional,
  Req,
  Res,
  Sse,
  UseFilters,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import { EMPTY, type Observable } from 'rxjs';
import { JsonRpcErrorFilter } from '../../http-edge/index.js';
import { refuseMethod } from '../../http/index.js';
import { DirectRoute } from '../direct-routes/index.js';
import { HttpSseTransport } from '../http-sse/index.js';
import { acceptsEventStream } from '../mcp-headers.js';
import { LandingPage } from './landing-page.js';
import { MESSAGE_PATHS } from './paths.js';
import { RootGuard } from './root.guard.js';
import { ServedWires } from './served-wires.js';

const ROUTE = { path: '', messagePath: MESSAGE_PATHS[0] };

/** `GET /`: a stream for clients that were given the server's bare URL, the landing page for people. */
@Controller({ version: VERSION_NEUTRAL })
@UseGuards(RootGuard)
@UseFilters(JsonRpcErrorFilter)
export class RootController {
  constructor(
    private readonly httpSse: HttpSseTransport,
    private readonly errors: JsonRpcErrorFilter,
    private readonly wires: ServedWires,
    @Optional() private readonly landingPage?: LandingPage,
  ) {}

  @DirectRoute()
  @Sse()
  open(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Observable<MessageEvent> | PromiseLike<Observable<MessageEvent>> {
    const wantsStream = acceptsEventStream(request);
    if (wantsStream && this.wires.has('http-sse')) return this.httpSse.open(request, response, ROUTE);
    if (!wantsStream && this.landingPage) {
      response.appendHeader('Vary', 'Accept');
      this.landingPage.show(request, response);
    } else this.errors.answer(new NotFoundException(), request, response);
    // Nest leaves an @Sse response alone that has ended already.
    return EMPTY;
  }

  @All()
  refuse(@Res() response: ServerResponse): void {
    refuseMethod(response, 'GET, HEAD');
  }
}
