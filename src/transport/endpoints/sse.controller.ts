import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  All,
  Controller,
  type MessageEvent,
  Req,
  Res,
  Sse,
  UseFilters,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import type { Observable } from 'rxjs';
import { JsonRpcErrorFilter } from '../../http-edge/index.js';
import { refuseMethod } from '../../http/index.js';
import { AdmissionGuard } from '../admission/index.js';
import { DirectRoute } from '../direct-routes/index.js';
import { HttpSseTransport } from '../http-sse/index.js';
import { MESSAGE_PATHS, SSE_PATH } from './paths.js';

const ROUTE = { path: SSE_PATH, messagePath: MESSAGE_PATHS[0] };

/** Opens streams. Filters and guards of its own keep an app's global ones from changing what clients see. */
@Controller({ version: VERSION_NEUTRAL })
@UseGuards(AdmissionGuard)
@UseFilters(JsonRpcErrorFilter)
export class SseController {
  constructor(private readonly httpSse: HttpSseTransport) {}

  @DirectRoute()
  @Sse(SSE_PATH)
  open(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Observable<MessageEvent> | PromiseLike<Observable<MessageEvent>> {
    return this.httpSse.open(request, response, ROUTE);
  }

  @All(SSE_PATH)
  refuse(@Res() response: ServerResponse): void {
    refuseMethod(response, 'GET, HEAD');
  }
}
