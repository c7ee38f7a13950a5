import { applyDecorators, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Params, ProtocolError, ProtocolRevision } from '../protocol/index.js';
import type { CallTarget } from './call-target.js';
import type { Peer } from './peer.js';
import type { RequestContext } from './request-context.js';

/** Serves one JSON-RPC method. */
export interface RequestHandler {
  /**
   * What the call asks for. Its access rule is checked before the request is accepted, so that HTTP can say so with a
   * status, and again before it runs.
   * @returns `undefined` for a request that has no target, which every caller may make
   */
  target?(params: Params): CallTarget | undefined;

  /**
   * @returns the result, or a promise of it; an {@link EncodedResult} is sent as it is
   * @throws ProtocolError to answer with that error; anything else is logged and answered as -32603
   */
  handle(params: Params, context: RequestContext): unknown;

  /**
   * Answers a request whose params were not read, since its body is too large. Nothing is known of its target.
   * @returns a result as `handle` does; without this method the refusal is the answer, as an error
   */
  refuse?(refusal: ProtocolError, context: RequestContext): unknown;
}

/** A handler of what the peer says of itself, or wants to hear of: it alone may change that. */
export interface PeerRequestHandler extends Pick<RequestHandler, 'target' | 'refuse'> {
  handle(
    params: Params,
    context: RequestContext,
    peer: Pick<Peer, 'update' | 'resourceSubscriptions' | 'isHearing'>,
  ): unknown;
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
