import { Injectable } from '@nestjs/common';
import type { ServerCapabilities } from '../protocol/index.js';

/** What this server can do, as `initialize` says it. Each feature declares its own part at boot. */
@Injectable()
export class CapabilitiesRegistry {
  private readonly declared: ServerCapabilities = {};

  declare(capabilities: ServerCapabilities): void {
    Object.assign(this.declared, capabilities);
  }

  get(): ServerCapabilities {
    return this.declared;
  }
}
