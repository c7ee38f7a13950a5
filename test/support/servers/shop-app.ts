import {
  Controller,
  type DynamicModule,
  Module,
  type NestApplicationOptions,
  type Type,
  VersioningType,
} from '@nestjs/common';
import { NestFactory, RouterModule } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { DirectRoutesAdapter, McpModule, type McpModuleOptions } from '../../../src/index.js';
import { SamplesModule } from '../../../src/samples/index.js';

/** The app's own controller. */
export function shopAt(decorator: MethodDecorator, options: Parameters<typeof Controller>[0] = {}): Type {
  class ShopController {
    own(): string {
      return 'own';
    }
  }
  decorator(
    ShopController.prototype,
    'own',
    Object.getOwnPropertyDescriptor(ShopController.prototype, 'own')!,
  );
  Controller(options)(ShopController);
  return ShopController;
}

/** An app around `McpModule` that has a route of its own. */
export interface ShopSetup {
  readonly mcp?: McpModuleOptions;
  readonly controller: Type;
  /** Whether Nest registers the app's route before those of McpModule. */
  readonly isFirst?: boolean;
  readonly inRoot?: boolean;
  /** In front of the app's own module. */
  readonly ownPath?: string;
  readonly options?: NestApplicationOptions;
  readonly configure?: (app: NestExpressApplication) => unknown;
}

export async function bootShop(
  directRoutes: boolean,
  { mcp, controller, isFirst = false, inRoot = false, ownPath, options, configure }: ShopSetup,
): Promise<NestExpressApplication> {
  @Module({ controllers: [controller] })
  class ShopModule {}
  const own = [
    ShopModule,
    ...(ownPath === undefined ? [] : [RouterModule.register([{ path: ownPath, module: ShopModule }])]),
  ];
  const server: (Type | DynamicModule)[] = [McpModule.forRoot({ ...mcp, directRoutes }), SamplesModule];
  @Module({
    imports: inRoot ? server : isFirst ? [...own, ...server] : [...server, ...own],
    controllers: inRoot ? [controller] : [],
  })
  class App {}
  const adapter = directRoutes ? new DirectRoutesAdapter() : new ExpressAdapter();
  const app = await NestFactory.create<NestExpressApplication>(App, adapter, {
    ...options,
    abortOnError: false,
    logger: false,
  });
  configure?.(app);
  try {
    await app.init();
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}

export const uriVersions = (app: NestExpressApplication): unknown =>
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
