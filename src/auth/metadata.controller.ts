import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  All,
  Controller,
  Get,
  Inject,
  NotFoundException,
  Optional,
  Options,
  Req,
  Res,
  UseFilters,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import cors from 'cors';
import { HostCheck, HttpEdge, HttpEdgeOptions, JsonRpcErrorFilter } from '../http-edge/index.js';
import { refuseMethod, requestUrl, sendJson } from '../http/index.js';
import { encodeJson } from '../json-rpc/index.js';
import { METADATA_PATH } from '../transport/endpoints/index.js';
import { AUTH_OPTIONS, type AuthModuleOptions } from './auth.options.js';
import { ProtectedResource } from './protected-resource.js';
import { SupportedScopes } from './supported-scopes.js';

/** Pages of any origin may learn where tokens are issued: a client without a token asks here. */
const allowEveryOrigin = cors({ origin: '*', methods: ['GET'], maxAge: 600 });

/** Where to get tokens for this server. @see https://www.rfc-editor.org/rfc/rfc9728 */
@Controller({ path: [METADATA_PATH, `${METADATA_PATH}/*endpoint`], version: VERSION_NEUTRAL })
@UseFilters(JsonRpcErrorFilter)
export class MetadataController {
  private readonly hosts: HostCheck;

  constructor(
    @Inject(AUTH_OPTIONS) private readonly auth: AuthModuleOptions,
    private readonly resource: ProtectedResource,
    private readonly scopes: SupportedScopes,
    private readonly edge: HttpEdge,
    @Optional() options: HttpEdgeOptions = new HttpEdgeOptions(),
  ) {
    this.hosts = new HostCheck(options.allowedHosts, options.hostHint);
  }

  @Get()
  show(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    this.edge.countAddress(request);
    const { jwt } = this.auth;
    const { path } = requestUrl(request);
    const endpoint = this.resource.findEndpoint(
      path.slice(path.indexOf(METADATA_PATH) + METADATA_PATH.length),
    );
    if (!jwt || endpoint === undefined) throw new NotFoundException();
    if (this.resource.followsHost) this.hosts.check(request);
    allowEveryOrigin(request, response, () => undefined);
    const metadata = {
      resource: this.resource.urlOf(endpoint, request),
      authorization_servers: [jwt.issuer],
      // RFC 9728, section 3.2: what has no value is left out.
      ...(this.scopes.all.length > 0 && { scopes_supported: this.scopes.all }),
      bearer_methods_supported: ['header'],
    };
    sendJson(response, 200, encodeJson(metadata));
  }

  @Options()
  preflight(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    this.edge.countAddress(request);
    allowEveryOrigin(request, response, () => undefined);
  }

  @All()
  refuse(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    this.edge.countAddress(request);
    refuseMethod(response, 'GET');
  }
}
