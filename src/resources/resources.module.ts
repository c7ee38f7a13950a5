import { Module } from '@nestjs/common';
import { FeaturesModule } from '../features/index.js';
import { JsonRpcModule } from '../json-rpc/index.js';
import { ListResourceTemplatesHandler } from './list-resource-templates.handler.js';
import { ListResourcesHandler } from './list-resources.handler.js';
import { ReadResourceHandler } from './read-resource.handler.js';
import { ResourceRegistry } from './resource-registry.js';
import { ResourceUpdates } from './resource-updates.js';
import { SubscribeHandler, UnsubscribeHandler } from './subscribe.handler.js';

/** Resources: the `@Resource` and `@ResourceTemplate` methods of every provider, and the requests for them. */
@Module({
  imports: [JsonRpcModule, FeaturesModule],
  providers: [
    ResourceRegistry,
    ListResourcesHandler,
    ListResourceTemplatesHandler,
    ReadResourceHandler,
    ResourceUpdates,
    SubscribeHandler,
    UnsubscribeHandler,
  ],
  exports: [ResourceRegistry, ResourceUpdates],
})
export class ResourcesModule {}
