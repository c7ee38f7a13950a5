import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  All,
  Controller,
  Delete,
  type MessageEvent,
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
import { AdmissionGuard } from '../admission/index.js';
import { DirectRoute } from '../direct-routes/index.js';
import { HttpSseTransport, type StreamRoute } from '../http-sse/index.js';
import { StreamableHttpTransport } from '../streamable-http/index.js';
import { SSE_PATH } from './paths.js';
import { ServedMethods } from './served-methods.js';
import { ServedPaths } from './served-paths.js';
import { ServedWires } from './served-wires.js';
import { WrongUrl } from './wrong-url.js';

/** Opens streams, and takes what clients of Streamable HTTP send there. Filters and guards of its own keep an app's global ones from changing what clients see. */
@Controller({ version: VERSION_NEUTRAL })
@UseGuards(AdmissionGuard)
@UseFilters(JsonRpcErrorFilter)
export class SseController {
  private readonly route: StreamRoute;

  constructor(
    private readonly httpSse: HttpSseTransport,
    private readonly streamable: StreamableHttpTransport,
    private readonly wires: ServedWires,
    private readonly wrongUrl: WrongUrl,
    private readonly methods: ServedMethods,
    { messagePaths: [messagePath] }: ServedPaths,
  ) {
    this.route = { path: SSE_PATH, messagePath };
  }

  @DirectRoute()
  @Sse(SSE_PATH)
  open(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Observable<MessageEvent> | PromiseLike<Observable<MessageEvent>> {
    const isStreamable = this.wires.has('streamable-http') && this.streamable.namesSession(request);
    if (!isStreamable && this.wires.has('http-sse')) return this.httpSse.open(request, response, this.route);
    // Nest leaves an @Sse response alone that is taken, or has ended already.
    if (isStreamable) this.streamable.listen(request, response);
    else {
      const refusal = { status: 405, allow: this.methods.atSseWithoutStream } as const;
      this.wrongUrl.refuseWire(request, response, 'http-sse', SSE_PATH, refusal);
    }
    return EMPTY;
  }

  /** Clients post to the one URL that they were given. */
  @DirectRoute()
  @Post(SSE_PATH)
  receive(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    if (this.wires.has('streamable-http'))
      this.streamable.receive(request, response, 'streamable-http-at-sse');
    else this.refuseStreamable(request, response);
  }

  @Delete(SSE_PATH)
  close(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    if (this.methods.hasDelete) this.streamable.close(request, response);
    else if (this.wires.has('streamable-http')) this.refuse(response);
    else this.refuseStreamable(request, response);
  }

  @All(SSE_PATH)
  refuse(@Res() response: ServerResponse): void {
    refuseMethod(response, this.methods.atSse);
  }

  private refuseStreamable(request: IncomingMessage, response: ServerResponse): void {
    const refusal = { status: 405, allow: 'GET, HEAD' } as const;
    this.wrongUrl.refuseWire(request, response, 'streamable-http', SSE_PATH, refusal);
  }
}
