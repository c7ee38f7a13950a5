import type { IncomingMessage } from 'node:http';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { HostCheck, HttpEdgeOptions } from '../http-edge/index.js';
import { arrivalOf, Challenge, requestUrl } from '../http/index.js';
import type { AccessError } from '../protocol/index.js';
import { AUTH_OPTIONS, type AuthModuleOptions } from './auth.options.js';
import { ProtectedResource } from './protected-resource.js';
import { SCOPE, SupportedScopes } from './supported-scopes.js';

/** Asks for a token: RFC 6750, section 3, and for its issuer RFC 9728, section 5.1. */
@Injectable()
export class BearerChallenge extends Challenge {
  private readonly hosts: HostCheck;

  constructor(
    @Inject(AUTH_OPTIONS) private readonly options: AuthModuleOptions,
    private readonly resource: ProtectedResource,
    private readonly scopes: SupportedScopes,
    @Optional() edge: HttpEdgeOptions = new HttpEdgeOptions(),
  ) {
    super();
    this.hosts = new HostCheck(edge.allowedHosts, edge.hostHint);
  }

  headerFor(error: AccessError, request: IncomingMessage): string | undefined {
    if (error.reason === 'forbidden') return undefined;
    const scope = this.scopesFor(error, request).join(' ');
    const parameters = [
      ...(this.namesMetadata(request) ? [['resource_metadata', this.metadataUrlFor(request)]] : []),
      ...(scope === '' ? [] : [['scope', scope]]),
      ...errorOf(error, request),
    ];
    if (parameters.length === 0) return 'Bearer realm="mcp"';
    return `Bearer ${parameters.map(([name, value]) => `${name}="${value}"`).join(', ')}`;
  }

  /**
   * All that the request needs, and what its token has of the scopes that are used here: a client that replaces its token
   * by one with the scopes of the challenge does not lose others by it.
   */
  private scopesFor(error: AccessError, request: IncomingMessage): string[] {
    const { all, required } = this.scopes;
    const granted = arrivalOf(request)?.source?.caller.principal.scopes ?? [];
    const kept = granted.filter((scope) => all.includes(scope));
    const asked = new Set([...required, ...error.scopes, ...kept]);
    return [...asked].filter((scope) => SCOPE.test(scope));
  }

  /** A `Host` that nobody checked, as on routes of the app, could end the quotes and begin another parameter. */
  private namesMetadata(request: IncomingMessage): boolean {
    return this.options.jwt !== undefined && (!this.resource.followsHost || this.hosts.passes(request));
  }

  private metadataUrlFor(request: IncomingMessage): string {
    return this.resource.metadataUrlOf(ProtectedResource.endpointAt(requestUrl(request).path), request);
  }
}

function errorOf({ reason }: AccessError, { headers }: IncomingMessage): string[][] {
  if (reason === 'insufficient-scope') return [['error', 'insufficient_scope']];
  return headers.authorization === undefined ? [] : [['error', 'invalid_token']];
}
