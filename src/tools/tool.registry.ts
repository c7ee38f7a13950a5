import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CapabilitiesRegistry, DecoratedMethodsExplorer } from '../features/index.js';
import { ConfigurationError } from '../protocol/index.js';
import { type RegisteredTool, toRegisteredTool } from './registered-tool.js';
import { TOOL_METADATA, type ToolOptions } from './tool.decorator.js';

/** The tools of every provider, found at boot, in the order of their names. */
@Injectable()
export class ToolRegistry implements OnApplicationBootstrap {
  private tools = new Map<string, RegisteredTool>();

  constructor(
    private readonly explorer: DecoratedMethodsExplorer,
    capabilities: CapabilitiesRegistry,
  ) {
    capabilities.declare({ tools: {} });
  }

  /** @throws ConfigurationError for two tools of one name, and as {@link toRegisteredTool} */
  onApplicationBootstrap(): void {
    const labels = new Map<string, string>();
    const found: RegisteredTool[] = [];
    for (const method of this.explorer.find<ToolOptions>(TOOL_METADATA)) {
      const tool = toRegisteredTool(method);
      const { name } = tool.definition;
      const other = labels.get(name);
      if (other)
        throw new ConfigurationError(
          `${other} and ${method.label} are both named "${name}". Give one another name: @Tool({ name: '…' })`,
        );
      labels.set(name, method.label);
      found.push(tool);
    }
    found.sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
    this.tools = new Map(found.map((tool) => [tool.definition.name, tool]));
  }

  find(name: string): RegisteredTool | undefined {
    return this.tools.get(name);
  }

  list(): RegisteredTool[] {
    return [...this.tools.values()];
  }
}
