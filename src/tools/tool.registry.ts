import { Injectable, Logger, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import {
  AccessRules,
  CapabilitiesRegistry,
  DecoratedMethodsExplorer,
  MethodPipeline,
  SilentToolObserver,
  ToolObserver,
} from '../features/index.js';
import { Announcements } from '../json-rpc/index.js';
import { ConfigurationError } from '../protocol/index.js';
import {
  fromRegistration,
  type RegisteredTool,
  type ToolRegistration,
  toRegisteredTool,
} from './registered-tool.js';
import { CLASSES_WITH_TOOLS, TOOL_METADATA, type ToolOptions } from './tool.decorator.js';

/**
 * The tools of this server: those of every provider, found at boot, and those that are registered while it runs. Clients
 * are told of a change, once for all that come together.
 */
@Injectable()
export class ToolRegistry implements OnApplicationBootstrap {
  private readonly tools = new Map<string, RegisteredTool>();
  /** Where each tool comes from, for messages. */
  private readonly labels = new Map<string, string>();
  private readonly logger = new Logger('Tools');
  private sorted: readonly RegisteredTool[] | undefined;

  constructor(
    private readonly explorer: DecoratedMethodsExplorer,
    private readonly pipeline: MethodPipeline,
    private readonly announcements: Announcements,
    private readonly rules: AccessRules,
    capabilities: CapabilitiesRegistry,
    @Optional() private readonly observer: ToolObserver = new SilentToolObserver(),
  ) {
    capabilities.declare({ tools: { listChanged: true } });
  }

  /** @throws ConfigurationError for two tools of one name, and as {@link toRegisteredTool} */
  onApplicationBootstrap(): void {
    const methods = this.explorer.find<ToolOptions>(TOOL_METADATA);
    for (const method of methods) this.add(toRegisteredTool(method, this.pipeline, this.rules), method.label);
    if (this.tools.size === 0)
      this.logger.warn(
        'No module provides a tool: list a class with @Tool() methods in the providers of one',
      );
    for (const one of CLASSES_WITH_TOOLS)
      if (!methods.some(({ prototype }) => prototype === one.prototype || prototype instanceof one))
        this.logger.warn(
          `${one.name} has tools, but is no provider of any module: list it in the providers of a module that is imported`,
        );
  }

  /** Adds a tool. @throws ConfigurationError for a name that is taken, or an input that cannot be described */
  register(registration: ToolRegistration): void {
    const tool = fromRegistration(registration);
    this.add(tool, `Tool ${registration.name}`);
    this.tell(undefined, tool);
  }

  /** Puts a tool in the place of one of the same name; calls that run go on with the old one. @throws ConfigurationError */
  replace(registration: ToolRegistration): void {
    const tool = fromRegistration(registration);
    const before = this.take(registration.name);
    this.add(tool, `Tool ${registration.name}`);
    this.tell(before, tool);
  }

  /** Takes a tool away; calls that run go on. @returns whether there was one */
  remove(name: string): boolean {
    const tool = this.take(name);
    if (!tool) return false;
    this.tell(tool, undefined);
    return true;
  }

  find(name: string): RegisteredTool | undefined {
    return this.tools.get(name);
  }

  /** All tools, by name. The array is another one after each change. */
  list(): readonly RegisteredTool[] {
    this.sorted ??= [...this.tools.values()].toSorted((a, b) =>
      a.definition.name < b.definition.name ? -1 : 1,
    );
    return this.sorted;
  }

  private take(name: string): RegisteredTool | undefined {
    const tool = this.tools.get(name);
    if (!tool) return undefined;
    this.tools.delete(name);
    this.rules.remove(`tool ${name}`);
    this.labels.delete(name);
    this.sorted = undefined;
    return tool;
  }

  /** Clients hear that the list changed, the audit what changed. */
  private tell(before: RegisteredTool | undefined, after: RegisteredTool | undefined): void {
    const { name } = (after ?? before)!.definition;
    this.observer.toolChanged({ tool: name, before: before?.json, after: after?.json });
    this.announcements.publish({ kind: 'list-changed', list: 'tools' });
  }

  private add(tool: RegisteredTool, label: string): void {
    const { name } = tool.definition;
    const other = this.labels.get(name);
    if (other)
      throw new ConfigurationError(
        `${other} and ${label} are both named "${name}". Give one another name: @Tool({ name: '…' })`,
      );
    this.labels.set(name, label);
    this.tools.set(name, tool);
    this.rules.add(`tool ${name}`, tool.access);
    this.sorted = undefined;
  }
}
