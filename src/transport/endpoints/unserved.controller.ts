import type { IncomingMessage, ServerResponse } from 'node:http';
import { All, Controller, Req, Res, type Type, UseFilters, UseGuards, VERSION_NEUTRAL } from '@nestjs/common';
import { JsonRpcErrorFilter } from '../../http-edge/index.js';
import { AdmissionGuard } from '../admission/index.js';
import { WrongUrl } from './wrong-url.js';

/** The URL of a wire while that is not served: it tells clients that were given it where another one is. */
export function unservedControllerAt(path: string, wire: 'http-sse' | 'streamable-http'): Type {
  @Controller({ path, version: VERSION_NEUTRAL })
  @UseGuards(AdmissionGuard)
  @UseFilters(JsonRpcErrorFilter)
  class UnservedController {
    constructor(private readonly wrongUrl: WrongUrl) {}

    @All()
    refuse(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
      this.wrongUrl.refuseWire(request, response, wire, path, { status: 404 });
    }
  }
  return UnservedController;
}
