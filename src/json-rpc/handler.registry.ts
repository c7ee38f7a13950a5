import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import {
  AccessError,
  ConfigurationError,
  MethodNotFoundError,
  type ProtocolRevision,
  type RequestMessage,
  SESSION_REVISIONS,
} from '../protocol/index.js';
import type { Principal } from './principal.js';
import { HandlesMethod, type PeerRequestHandler } from './request-handler.js';

export interface RegisteredHandler {
  readonly handler: PeerRequestHandler;
  readonly revisions: readonly ProtocolRevision[];
  readonly unlimited: boolean;
}

/** The methods this server has: every provider that `@RequestHandler` marks, found at boot. */
@Injectable()
export class HandlerRegistry implements OnApplicationBootstrap {
  private readonly handlers = new Map<string, RegisteredHandler>();

  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws ConfigurationError for two handlers of one method */
  onApplicationBootstrap(): void {
    for (const wrapper of this.discovery.getProviders({ metadataKey: HandlesMethod.KEY })) {
      const options = this.discovery.getMetadataByDecorator(HandlesMethod, wrapper);
      if (!options || !wrapper.instance) continue;
      if (this.handlers.has(options.method))
        throw new ConfigurationError(`Two providers handle the method ${options.method}`);
      this.handlers.set(options.method, {
        handler: wrapper.instance as PeerRequestHandler,
        revisions: options.revisions ?? SESSION_REVISIONS,
        unlimited: options.unlimited ?? false,
      });
    }
  }

  has(method: string): boolean {
    return this.handlers.has(method);
  }

  /** Whether the caller may make a request, as far as its method is known. @throws AccessError */
  authorize({ method, params, id }: RequestMessage, principal: Principal): void {
    try {
      this.handlers.get(method)?.handler.authorize?.(params, principal);
    } catch (error) {
      throw error instanceof AccessError ? error.for(id) : error;
    }
  }

  /** @throws MethodNotFoundError also for a method that the revision does not have */
  find(method: string, revision: ProtocolRevision): RegisteredHandler {
    const registered = this.handlers.get(method);
    if (!registered?.revisions.includes(revision)) throw new MethodNotFoundError(method);
    return registered;
  }
}
