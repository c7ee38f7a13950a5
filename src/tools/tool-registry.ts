import { Injectable, Logger, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import {
  AccessRules,
  CapabilitiesRegistry,
  DecoratedMethodsExplorer,
  FeatureRegistry,
  type FeatureView,
  ListOptions,
  MethodPipeline,
  ToolObservers,
  warnOfLaterPages,
} from '../features/index.js';
import { Announcements } from '../json-rpc/index.js';
import { logModelFamilies } from './log-model-families.js';
import {
  fromRegistration,
  type RegisteredTool,
  type ToolRegistration,
  toRegisteredTool,
} from './registered-tool.js';
import { TOOLS } from './tool.decorator.js';
import { ToolsOptions } from './tools.options.js';

const WORDS = { kind: 'tool', list: 'tools', naming: "@Tool({ name: '…' })", decorator: TOOLS.name } as const;

/**
 * The tools of this server: those of every provider, found at boot, and those that are registered while it runs. Clients
 * hear of a change, once for all that come together.
 */
@Injectable()
export class ToolRegistry implements OnApplicationBootstrap, FeatureView<RegisteredTool> {
  private readonly tools: FeatureRegistry<RegisteredTool>;
  private readonly logger = new Logger('Tools');

  constructor(
    private readonly explorer: DecoratedMethodsExplorer,
    private readonly pipeline: MethodPipeline,
    private readonly rules: AccessRules,
    announcements: Announcements,
    capabilities: CapabilitiesRegistry,
    private readonly observers: ToolObservers,
    @Optional() private readonly options: ToolsOptions = new ToolsOptions(),
    @Optional() private readonly lists: ListOptions = new ListOptions(),
  ) {
    this.tools = new FeatureRegistry(WORDS, rules, announcements);
    // Also a server without tools has a list of them.
    announcements.offer(WORDS.list);
    capabilities.declare({ tools: { listChanged: true } });
  }

  /** @throws ConfigurationError for two tools of one name, a tool that cannot be served, and as {@link toRegisteredTool} */
  onApplicationBootstrap(): void {
    const { methods, warnings } = this.explorer.findMethods(TOOLS);
    for (const method of methods)
      this.tools.declare(toRegisteredTool(method, this.pipeline, this.rules, this.options), method.label);
    if (this.tools.size === 0)
      this.logger.warn(
        'No module provides a tool: list a class with @Tool() methods in the providers of one',
      );
    for (const warning of warnings) this.logger.warn(warning);
    logModelFamilies(this.list(), this.logger);
    warnOfLaterPages(WORDS.list, this.list(), this.lists, this.logger);
  }

  /** Adds a tool. @throws ConfigurationError for a name that is taken, or an input that cannot be described */
  register(registration: ToolRegistration): void {
    const tool = fromRegistration(registration, this.options);
    this.tools.register(tool, labelOf(registration));
    this.tell(undefined, tool);
  }

  /**
   * Puts a tool in the place of one of the same name; calls that run go on with the old one.
   * @param options `force` says that the tool may be a method with `@Tool()`, whose guards and scopes go with it
   * @throws ConfigurationError for the name of such a method, without `force`, or an input that cannot be described
   */
  replace(registration: ToolRegistration, { force = false }: { force?: boolean } = {}): void {
    const tool = fromRegistration(registration, this.options);
    this.tell(this.tools.replace(tool, labelOf(registration), force), tool);
  }

  /** Takes a tool away; calls that run go on. @returns whether there was one */
  remove(name: string): boolean {
    const tool = this.tools.remove(name);
    if (tool) this.tell(tool, undefined);
    return tool !== undefined;
  }

  findByName(name: string): RegisteredTool | undefined {
    return this.tools.findByName(name);
  }

  /** All tools, by name. The array is another one after each change. */
  list(): readonly RegisteredTool[] {
    return this.tools.list();
  }

  /** Those tools that a caller, or one of several servers, shows. */
  view(isShown: (tool: RegisteredTool) => boolean): FeatureView<RegisteredTool> {
    return this.tools.view(isShown);
  }

  /** The audit hears what changed. */
  private tell(before: RegisteredTool | undefined, after: RegisteredTool | undefined): void {
    const { name } = (after ?? before)!;
    this.observers.toolChanged({ tool: name, before: before?.json, after: after?.json });
  }
}

function labelOf({ name }: ToolRegistration): string {
  return `Tool ${name}`;
}
