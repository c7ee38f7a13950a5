import { Optional } from '@nestjs/common';
import { CapabilitiesRegistry, ListOptions } from '../features/index.js';
import { type RequestContext, RequestHandler, ServedRevisions, ServerOptions } from '../json-rpc/index.js';
import { type CacheHints, type DiscoverResult, type Params, STATELESS_REVISIONS } from '../protocol/index.js';

/**
 * What `initialize` says in the revisions with sessions. It is the same for every caller. Who the server is stands in
 * `_meta`, as in every result.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/discover
 */
@RequestHandler('server/discover', { revisions: STATELESS_REVISIONS })
export class DiscoverHandler implements RequestHandler {
  constructor(
    private readonly capabilities: CapabilitiesRegistry,
    @Optional() private readonly server: ServerOptions = new ServerOptions(),
    @Optional() private readonly served: ServedRevisions = new ServedRevisions(),
    @Optional() private readonly lists: ListOptions = new ListOptions(),
  ) {}

  handle(_params: Params, { revision }: RequestContext): DiscoverResult & CacheHints {
    const { instructions } = this.server;
    return {
      supportedVersions: this.served.newestFirst,
      capabilities: this.capabilities.get(revision),
      ...(instructions && { instructions }),
      ttlMs: this.lists.ttlMs,
      cacheScope: 'public',
    };
  }
}
