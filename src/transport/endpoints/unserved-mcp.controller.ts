import type { IncomingMessage, ServerResponse } from 'node:http';
import { All, Controller, Req, Res, UseFilters, UseGuards, VERSION_NEUTRAL } from '@nestjs/common';
import { JsonRpcErrorFilter } from '../../http-edge/index.js';
import { AdmissionGuard } from '../admission/index.js';
import { MCP_PATH } from './paths.js';
import { WrongUrl } from './wrong-url.js';

/** The URL of Streamable HTTP while that is not served: clients that were given it are told where HTTP+SSE is. */
@Controller({ path: MCP_PATH, version: VERSION_NEUTRAL })
@UseGuards(AdmissionGuard)
@UseFilters(JsonRpcErrorFilter)
export class UnservedMcpController {
  constructor(private readonly wrongUrl: WrongUrl) {}

  @All()
  refuse(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    this.wrongUrl.refuseStreamable(request, response, MCP_PATH, { status: 404 });
  }
}
