import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CapabilitiesRegistry } from './capabilities.registry.js';
import { DecoratedMethodsExplorer } from './decorated-methods.explorer.js';

/** What the MCP features share: their declared capabilities, and finding decorated providers. */
@Module({
  imports: [DiscoveryModule],
  providers: [CapabilitiesRegistry, DecoratedMethodsExplorer],
  exports: [CapabilitiesRegistry, DecoratedMethodsExplorer],
})
export class FeaturesModule {}
