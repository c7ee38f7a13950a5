import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  All,
  Controller,
  Delete,
  type MessageEvent,
  NotFoundException,
  Optional,
  Post,
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
import { HttpSseTransport, type StreamRoute } from '../http-sse/index.js';
import { StreamableHttpTransport } from '../streamable-http/index.js';
import { acceptsEventStream } from '../mcp-headers.js';
import { LandingPage } from './landing-page.js';
import { RootGuard } from './root.guard.js';
import { ServedMethods } from './served-methods.js';
import { ServedPaths } from './served-paths.js';
import { ServedWires } from './served-wires.js';
import { WrongUrl } from './wrong-url.js';

/** `GET /`: a stream for clients that were given the server's bare URL, the landing page for people. */
@Controller({ version: VERSION_NEUTRAL })
@UseGuards(RootGuard)
@UseFilters(JsonRpcErrorFilter)
export class RootController {
  private readonly route: StreamRoute;

  constructor(
    private readonly httpSse: HttpSseTransport,
    private readonly streamable: StreamableHttpTransport,
    private readonly errors: JsonRpcErrorFilter,
    private readonly wires: ServedWires,
    private readonly wrongUrl: WrongUrl,
    private readonly methods: ServedMethods,
    { messagePaths: [messagePath] }: ServedPaths,
    @Optional() private readonly landingPage?: LandingPage,
  ) {
    this.route = { path: '', messagePath };
  }

  @DirectRoute()
  @Sse()
  open(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Observable<MessageEvent> | PromiseLike<Observable<MessageEvent>> {
    if (this.wires.has('streamable-http') && this.streamable.namesSession(request)) {
      this.streamable.listen(request, response);
      return EMPTY;
    }
    const wantsStream = acceptsEventStream(request);
    if (wantsStream && this.wires.has('http-sse')) return this.httpSse.open(request, response, this.route);
    if (!wantsStream && this.landingPage) {
      response.appendHeader('Vary', 'Accept');
      this.landingPage.show(request, response);
    } else if (wantsStream)
      this.wrongUrl.refuseWire(request, response, 'http-sse', this.route.path, { status: 404 });
    else this.errors.answer(new NotFoundException(), request, response);
    // Nest leaves an @Sse response alone that has ended already.
    return EMPTY;
  }

  /** Clients post to the one URL that they were given. */
  @DirectRoute()
  @Post()
  receive(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    if (this.wires.has('streamable-http')) this.streamable.receive(request, response);
    else this.refuseStreamable(request, response);
  }

  @Delete()
  close(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    if (this.methods.hasDelete) this.streamable.close(request, response);
    else if (this.wires.has('streamable-http')) this.refuse(response);
    else this.refuseStreamable(request, response);
  }

  @All()
  refuse(@Res() response: ServerResponse): void {
    refuseMethod(response, this.methods.atRoot);
  }

  private refuseStreamable(request: IncomingMessage, response: ServerResponse): void {
    const refusal = { status: 405, allow: 'GET, HEAD' } as const;
    this.wrongUrl.refuseWire(request, response, 'streamable-http', this.route.path, refusal);
  }
}
