import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  All,
  Controller,
  Delete,
  Get,
  Post,
  Req,
  Res,
  UseFilters,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import { JsonRpcErrorFilter } from '../../http-edge/index.js';
import { refuseMethod } from '../../http/index.js';
import { AdmissionGuard } from '../admission/index.js';
import { DirectRoute } from '../direct-routes/index.js';
import { StreamableHttpTransport } from '../streamable-http/index.js';
import { MCP_PATH } from './paths.js';
import { ServedMethods } from './served-methods.js';
import { WrongUrl } from './wrong-url.js';

/** Streamable HTTP. Its filters and guards are its own, as those of the other wires are. */
@Controller({ path: MCP_PATH, version: VERSION_NEUTRAL })
@UseGuards(AdmissionGuard)
@UseFilters(JsonRpcErrorFilter)
export class McpController {
  constructor(
    private readonly streamable: StreamableHttpTransport,
    private readonly wrongUrl: WrongUrl,
    private readonly methods: ServedMethods,
  ) {}

  @DirectRoute()
  @Post()
  receive(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    this.streamable.receive(request, response);
  }

  @DirectRoute()
  @Get()
  listen(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    if (!this.streamable.namesSession(request)) this.wrongUrl.refuseListening(request, response);
    else this.streamable.listen(request, response);
  }

  @Delete()
  close(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    this.streamable.close(request, response);
  }

  @All()
  refuse(@Res() response: ServerResponse): void {
    refuseMethod(response, this.methods.atMcp);
  }
}
