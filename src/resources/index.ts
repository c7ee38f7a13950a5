export {
  type DescribedResourceOptions,
  type ListedResource,
  Resource,
  type ResourceOptions,
  ResourceTemplate,
  type ResourceTemplateOptions,
} from './resource.decorator.js';
export { type FoundResource, ResourceRegistry } from './resource-registry.js';
export { ResourceUpdates } from './resource-updates.js';
export { ResourcesModule } from './resources.module.js';
export { ResourcesOptions } from './resources.options.js';
export type { ResourceRegistration } from './registered-resource.js';
export type { ResourceTemplateRegistration } from './registered-template.js';
export { UriTemplate, type UriVariables } from './uri-template/index.js';
