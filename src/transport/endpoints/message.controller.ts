import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  All,
  Controller,
  Post,
  Req,
  Res,
  type Type,
  UseFilters,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import { JsonRpcErrorFilter } from '../../http-edge/index.js';
import { refuseMethod, requestUrl } from '../../http/index.js';
import { AdmissionGuard } from '../admission/index.js';
import { DirectRoute } from '../direct-routes/index.js';
import { HttpSseTransport } from '../http-sse/index.js';
import { SessionlessPostTransport } from '../sessionless-post/index.js';
import { ServedWires } from './served-wires.js';

/** Takes messages, with a session or without. Its filters and guards are its own, as those of streams are. */
@UseGuards(AdmissionGuard)
@UseFilters(JsonRpcErrorFilter)
class MessageReceiver {
  constructor(
    private readonly httpSse: HttpSseTransport,
    private readonly sessionless: SessionlessPostTransport,
    private readonly wires: ServedWires,
  ) {}

  @DirectRoute()
  @Post()
  receive(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    const sessionId = requestUrl(request).query.get('sessionId');
    if (sessionId !== null) this.httpSse.receive(request, response, sessionId);
    else if (this.wires.has('sessionless-post')) this.sessionless.receive(request, response);
    else this.httpSse.refuse(request, response);
  }

  @All()
  refuse(@Res() response: ServerResponse): void {
    refuseMethod(response, 'POST');
  }
}

/** The controller of messages that are posted to these paths. */
export function messageControllerAt(paths: readonly string[]): Type {
  @Controller({ path: [...paths], version: VERSION_NEUTRAL })
  class MessageController extends MessageReceiver {}
  return MessageController;
}
