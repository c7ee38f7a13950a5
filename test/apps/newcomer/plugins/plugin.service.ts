import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ToolRegistry, type ToolRegistration } from '../../../../src/index.js';
import { type Plugin, PluginRepository } from './plugin.repository.js';

/** Makes tools of what the database has. */
@Injectable()
export class PluginService implements OnApplicationBootstrap {
  constructor(
    private readonly plugins: PluginRepository,
    private readonly tools: ToolRegistry,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const plugin of await this.plugins.find()) {
      if (this.tools.findByName(plugin.name)) this.tools.replace(toTool(plugin));
      else this.tools.register(toTool(plugin));
      if (plugin.version === 0) this.tools.remove(plugin.name);
    }
  }
}

function toTool({ name, description, input, template }: Plugin): ToolRegistration {
  const fill = (values: Record<string, unknown>): string =>
    template.replaceAll(/\{(\w+)\}/g, (_, key: string) => String(values[key]));
  return { name, description, input, call: (values) => fill(values as Record<string, unknown>) };
}
