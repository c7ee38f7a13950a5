import type { IncomingMessage } from 'node:http';
import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  NotFoundException,
  Optional,
} from '@nestjs/common';
import { ANONYMOUS, hasScope, type Principal, UNAUTHENTICATED } from '../callers/index.js';
import { FloodLimit, HostCheck, HttpEdge, HttpEdgeOptions, NoFloodLimit } from '../http-edge/index.js';
import { isManagementRequest } from '../http-server/index.js';
import { toHttpAnswer } from '../http/index.js';
import { AccessError } from '../protocol/index.js';
import { AnonymousAuthenticator, Authenticator } from '../transport/admission/index.js';
import { MetricsOptions } from './metrics.options.js';

const SCOPE = 'metrics';

/**
 * Metrics are for the management port. On the public one they are shown to everybody while nobody has to authenticate, else
 * to whom has the scope for it; and to nobody where there is a management port.
 */
@Injectable()
export class MetricsGuard implements CanActivate {
  private readonly hosts: HostCheck;

  constructor(
    private readonly edge: HttpEdge,
    @Optional() private readonly authenticator: Authenticator = new AnonymousAuthenticator(),
    @Optional() private readonly flood: FloodLimit = new NoFloodLimit(),
    @Optional() private readonly options: MetricsOptions = new MetricsOptions(),
    @Optional() edgeOptions: HttpEdgeOptions = new HttpEdgeOptions(),
  ) {
    this.hosts = new HostCheck(edgeOptions.allowedHosts, edgeOptions.hostHint);
  }

  /**
   * Counted before anybody is asked who they are. Prometheus scrapes a pod by its address, which is no allowed host: so
   * the host is checked of refused requests alone.
   * @throws AccessError for credentials that are missing, or without the scope
   * @throws HttpError 403 for such a request to a foreign host, which gets no challenge
   * @throws UnavailableError 429
   */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    if (isManagementRequest(request)) return true;
    if (this.options.managementOnly) throw new NotFoundException('Metrics are on the management port');
    this.flood.scrape(this.edge.addressOf(request));
    const principal = await this.authenticate(request);
    if (principal === ANONYMOUS || hasScope(principal, SCOPE)) return true;
    this.hosts.check(request);
    if (principal === UNAUTHENTICATED)
      throw new AccessError('unauthenticated', 'Credentials are needed for metrics', [SCOPE]);
    throw new AccessError('insufficient-scope', 'Metrics need the scope metrics', [SCOPE]);
  }

  /** A caller that guesses here has the same bound as on the MCP routes. */
  private async authenticate(request: IncomingMessage): Promise<Principal> {
    try {
      return await this.authenticator.authenticate(request);
    } catch (error) {
      if (toHttpAnswer(error).status === 401) this.flood.refuse(this.edge.addressOf(request));
      this.hosts.check(request);
      throw error;
    }
  }
}
