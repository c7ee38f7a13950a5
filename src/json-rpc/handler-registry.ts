import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { ConfigurationError, type ProtocolRevision, SESSION_REVISIONS } from '../protocol/index.js';
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

  /** @returns `undefined` for a method that no revision has here */
  findHandler(method: string): RegisteredHandler | undefined {
    return this.handlers.get(method);
  }
}
