import { Injectable, Logger, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import {
  AccessRules,
  CapabilitiesRegistry,
  CompletionSources,
  DecoratedMethodsExplorer,
  FeatureRegistry,
  ListOptions,
  MethodPipeline,
  warnOfLaterPages,
} from '../features/index.js';
import { Announcements } from '../json-rpc/index.js';
import {
  fromResourceRegistration,
  type RegisteredResource,
  type ResourceRegistration,
  toRegisteredResource,
} from './registered-resource.js';
import {
  fromTemplateRegistration,
  type RegisteredTemplate,
  type ResourceTemplateRegistration,
  toRegisteredTemplate,
} from './registered-template.js';
import { RESOURCE_TEMPLATES, RESOURCES } from './resource.decorator.js';
import { MAX_URI_LENGTH } from './resource-uri.js';
import type { UriVariables } from './uri-template/index.js';

const WORDS = {
  kind: 'resource',
  list: 'resources',
  naming: "@Resource('…')",
  decorator: RESOURCES.name,
} as const;
const TEMPLATE_WORDS = {
  ...WORDS,
  naming: "@ResourceTemplate('…')",
  decorator: RESOURCE_TEMPLATES.name,
};

/** What has a URI: a resource, or a template with the variables that the URI gives it. */
export type FoundResource =
  | { readonly target: RegisteredResource; readonly variables?: undefined }
  | { readonly target: RegisteredTemplate; readonly variables: UriVariables };

/**
 * The resources and templates of this server: those of every provider, found at boot, and those that are registered while it
 * runs. Clients hear of a change, once for all that come together.
 */
@Injectable()
export class ResourceRegistry implements OnApplicationBootstrap {
  private readonly resources: FeatureRegistry<RegisteredResource>;
  private readonly templates: FeatureRegistry<RegisteredTemplate>;
  /** Those that say most first, for as long as the list is this one. */
  private bySpecificity:
    { readonly list: unknown; readonly sorted: readonly RegisteredTemplate[] } | undefined;
  private readonly logger = new Logger('Resources');

  constructor(
    private readonly explorer: DecoratedMethodsExplorer,
    private readonly pipeline: MethodPipeline,
    private readonly rules: AccessRules,
    announcements: Announcements,
    capabilities: CapabilitiesRegistry,
    completion: CompletionSources,
    @Optional() private readonly lists: ListOptions = new ListOptions(),
  ) {
    this.resources = new FeatureRegistry(WORDS, rules, announcements);
    this.templates = new FeatureRegistry(TEMPLATE_WORDS, rules, announcements);
    completion.add('ref/resource', this.templates);
    announcements.offerUpdates((uri) => this.find(uri)?.target.access);
    capabilities.declare({ resources: { subscribe: true, listChanged: true } }, () => this.isServed);
  }

  /** Whether the server has had a resource or a template. */
  get isServed(): boolean {
    return this.resources.isServed;
  }

  /** @throws ConfigurationError for two of one URI, one that cannot be served, and as {@link toRegisteredTemplate} */
  onApplicationBootstrap(): void {
    const { methods, warnings } = this.explorer.findMethods(RESOURCES);
    const templates = this.explorer.findMethods(RESOURCE_TEMPLATES);
    for (const method of methods)
      this.resources.declare(toRegisteredResource(method, this.pipeline, this.rules), method.label);
    for (const method of templates.methods)
      this.templates.declare(toRegisteredTemplate(method, this.pipeline, this.rules), method.label);
    for (const warning of [...warnings, ...templates.warnings]) this.logger.warn(warning);
    warnOfLaterPages('resources', this.list(), this.lists, this.logger);
  }

  /** Adds a resource. @throws ConfigurationError for a URI that is taken, or an illegal one */
  register(registration: ResourceRegistration): void {
    const resource = fromResourceRegistration(registration);
    this.resources.register(resource, resource.label);
  }

  /** Adds a template. @throws ConfigurationError for one that is taken, an illegal one, or variables that cannot be described */
  registerTemplate(registration: ResourceTemplateRegistration): void {
    const template = fromTemplateRegistration(registration);
    this.templates.register(template, template.label);
  }

  /**
   * Puts a resource in the place of one of the same URI; calls that run go on with the old one.
   * @param options `force` says that the resource may be a method with `@Resource()`, whose guards and scopes go with it
   * @throws ConfigurationError for the URI of such a method, without `force`, or an illegal one
   */
  replace(registration: ResourceRegistration, { force = false }: { force?: boolean } = {}): void {
    const resource = fromResourceRegistration(registration);
    this.resources.replace(resource, resource.label, force);
  }

  /** Takes a resource, or a template, away; calls that run go on. @returns whether there was one */
  remove(uriOrTemplate: string): boolean {
    return (this.resources.remove(uriOrTemplate) ?? this.templates.remove(uriOrTemplate)) !== undefined;
  }

  /**
   * What has a URI: the resource of that URI, or of the templates that match it the one with the longest literal text.
   * @returns `undefined` where nothing has it
   */
  find(uri: string): FoundResource | undefined {
    // A client that listens names many at once, and a template might match all that it sends.
    if (uri.length > MAX_URI_LENGTH) return undefined;
    const resource = this.resources.findByName(uri);
    if (resource) return { target: resource };
    for (const target of this.templatesInOrder()) {
      const variables = target.template.match(uri);
      if (variables) return { target, variables };
    }
    return undefined;
  }

  /** All resources with one URI, by that. The array is another one after each change. */
  list(): readonly RegisteredResource[] {
    return this.resources.list();
  }

  /** All templates, by their text. The array is another one after each change. */
  listTemplates(): readonly RegisteredTemplate[] {
    return this.templates.list();
  }

  private templatesInOrder(): readonly RegisteredTemplate[] {
    const list = this.templates.list();
    if (this.bySpecificity?.list !== list) {
      const sorted = list.toSorted((a, b) => b.template.literalLength - a.template.literalLength);
      this.bySpecificity = { list, sorted };
    }
    return this.bySpecificity.sorted;
  }
}
