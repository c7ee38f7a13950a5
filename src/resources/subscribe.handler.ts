import { Optional } from '@nestjs/common';
import {
  type CallTarget,
  type Peer,
  type PeerRequestHandler,
  type RequestContext,
  RequestHandler,
  SubscriptionsOptions,
} from '../json-rpc/index.js';
import {
  ErrorCode,
  MethodNotFoundError,
  type Params,
  ProtocolError,
  ResourceNotFoundError,
} from '../protocol/index.js';
import { ResourceRegistry } from './resource-registry.js';
import { targetOf } from './resource-target.js';
import { readUri } from './resource-uri.js';

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/resources#subscriptions */
@RequestHandler('resources/subscribe')
export class SubscribeHandler implements PeerRequestHandler {
  constructor(
    private readonly resources: ResourceRegistry,
    @Optional() private readonly options: SubscriptionsOptions = new SubscriptionsOptions(),
  ) {}

  target(params: Params): CallTarget {
    return targetOf(this.resources, params);
  }

  /**
   * @throws ResourceNotFoundError where nothing has the URI
   * @throws ProtocolError of a session that has as many subscriptions as it may have, or where nothing can be sent later
   * @throws MethodNotFoundError of a server without the capability
   */
  handle(
    params: Params,
    _context: RequestContext,
    peer: Pick<Peer, 'resourceSubscriptions' | 'isHearing'>,
  ): object {
    if (!this.resources.isServed) throw new MethodNotFoundError('resources/subscribe');
    const uri = readUri(params);
    if (!this.resources.find(uri)) throw new ResourceNotFoundError(uri);
    const { maxPerSession } = this.options;
    if (!peer.isHearing)
      throw new ProtocolError(ErrorCode.InvalidRequest, 'Subscriptions need a session: initialize first');
    if (!peer.resourceSubscriptions.has(uri) && peer.resourceSubscriptions.size >= maxPerSession)
      throw new ProtocolError(
        ErrorCode.InvalidRequest,
        `This session has ${maxPerSession} subscriptions, as many as it may have: unsubscribe from one first`,
      );
    peer.resourceSubscriptions.add(uri);
    return {};
  }
}

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/resources#subscriptions */
@RequestHandler('resources/unsubscribe')
export class UnsubscribeHandler implements PeerRequestHandler {
  constructor(private readonly resources: ResourceRegistry) {}

  /** Also from a resource that is gone. @throws MethodNotFoundError of a server without the capability */
  handle(params: Params, _context: RequestContext, peer: Pick<Peer, 'resourceSubscriptions'>): object {
    if (!this.resources.isServed) throw new MethodNotFoundError('resources/unsubscribe');
    peer.resourceSubscriptions.delete(readUri(params));
    return {};
  }
}
