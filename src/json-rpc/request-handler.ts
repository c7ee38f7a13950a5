import { applyDecorators, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Params, ProtocolRevision } from '../protocol/index.js';
import type { Peer } from './peer.js';
import type { Principal } from './principal.js';
import type { RequestContext } from './request-context.js';

/** Serves one JSON-RPC method. */
export interface RequestHandler {
  /**
   * Whether the caller may make this request at all. Asked before it is accepted, so that HTTP can say so with a status.
   * @throws AccessError
   */
  authorize?(params: Params, principal: Principal): void;

  /**
   * @returns the result, or a promise of it; an {@link EncodedResult} is sent as it is
   * @throws ProtocolError to answer with that error; anything else is logged and answered as -32603
   */
  handle(params: Params, context: RequestContext): unknown;
}

/** A handler of what the peer says of itself: it alone may change that. */
export interface PeerRequestHandler extends Pick<RequestHandler, 'authorize'> {
  handle(params: Params, context: RequestContext, peer: Pick<Peer, 'update'>): unknown;
}

export interface RequestHandlerOptions {
  /** The revisions that have the method; in others it is -32601. @default all revisions with sessions */
  revisions?: readonly ProtocolRevision[];

  /** Served above every limit, and while draining. @default false */
  unlimited?: boolean;
}

export const HandlesMethod = DiscoveryService.createDecorator<RequestHandlerOptions & { method: string }>();

/** Marks a provider as the {@link RequestHandler} of a method. Listing it in a module registers it. */
export function RequestHandler(method: string, options: RequestHandlerOptions = {}): ClassDecorator {
  return applyDecorators(Injectable(), HandlesMethod({ method, ...options }));
}
