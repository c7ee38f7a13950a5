import { Module, type NestModule } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { AppRoutes } from './app-routes.js';
import { NestHost } from './nest-host.js';

/** Nest's `DiscoveryModule`, for an app whose Nest {@link NestHost} has approved of. */
@Module({
  providers: [
    NestHost,
    AppRoutes,
    {
      provide: DiscoveryService,
      inject: [NestHost],
      useFactory: ({ modules }: NestHost) => new DiscoveryService(modules),
    },
  ],
  exports: [NestHost, AppRoutes, DiscoveryService],
})
export class NestHostModule implements NestModule {
  constructor(private readonly host: NestHost) {}

  /** The first that Nest asks of modules once it has an adapter: before any route is made. */
  configure(): void {
    this.host.checkAdapter();
  }
}
