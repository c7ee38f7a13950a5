import { Injectable, type RequestMethod, VERSION_NEUTRAL, VersioningType } from '@nestjs/common';
import { HOST_METADATA, MODULE_PATH, PATH_METADATA, VERSION_METADATA } from '@nestjs/common/constants.js';
import { addLeadingSlash } from '@nestjs/common/utils/shared.utils.js';
import { MetadataScanner, type ModulesContainer } from '@nestjs/core';
import { LegacyRouteConverter } from '@nestjs/core/router/legacy-route-converter.js';
import { PathsExplorer } from '@nestjs/core/router/paths-explorer.js';
import { RoutePathFactory } from '@nestjs/core/router/route-path-factory.js';
import { NestHost } from './nest-host.js';
import type { RouterLayer } from './router-layer.js';

/** A route of a controller, as Express has it. */
export interface AppRoute {
  /** The class of its module. */
  readonly module: unknown;
  /** The names of its class and method. */
  readonly controller: string;
  readonly handler: string;
  readonly method: RequestMethod;
  /** Behind prefix and version, as path-to-regexp 8 writes it. */
  readonly path: string;
  /** Whether it passes on what names no host or version of its own. */
  readonly isSelective: boolean;
  /** Whether Express asks it for a path. */
  matches(path: string): boolean;
}

type NestModule = ModulesContainer extends Map<string, infer Module> ? Module : never;
type Controller = NestModule['controllers'] extends Map<unknown, infer Wrapper> ? Wrapper : never;
type Version = ReturnType<RoutePathFactory['getVersion']>;
type Place = Parameters<RoutePathFactory['create']>[0];
type FoundRoute = Omit<AppRoute, 'matches'>;

/** The routes of the app's controllers. Nest keeps no list of them, so they are read once more, as Nest reads them. */
@Injectable()
export class AppRoutes {
  private readonly explorer = new PathsExplorer(new MetadataScanner());

  constructor(private readonly host: NestHost) {}

  /** In the order in which Express asks them. Nest has registered them once it calls `onModuleInit`, not before. */
  list(): AppRoute[] {
    const app = this.host.adapter?.getInstance<{ router: { stack: readonly RouterLayer[] } }>();
    if (!app) return [];
    const { stack } = app.router;
    return [...this.host.modules.values()]
      .flatMap((module) => [...module.controllers.values()].flatMap((found) => this.routesOf(found, module)))
      .map((route) => ({ route, place: stack.findIndex((layer) => layer.route?.path === route.path) }))
      .filter(({ place }) => place >= 0)
      .toSorted((left, right) => left.place - right.place)
      .map(({ route, place }) => ({ ...route, matches: (path) => Boolean(stack[place]!.match(path)) }));
  }

  private routesOf(controller: Controller, module: NestModule): FoundRoute[] {
    const { metatype, instance, name } = controller;
    const { config } = this.host;
    const factory = new RoutePathFactory(config);
    const versioningOptions = config.getVersioning();
    const controllerVersion =
      versioningOptions && (read<Version>(VERSION_METADATA, metatype) ?? versioningOptions.defaultVersion);
    const place: Place = {
      modulePath: this.pathOf(module),
      globalPrefix: addLeadingSlash(config.getGlobalPrefix()),
      controllerVersion,
      versioningOptions,
    };
    const isOfHost = read(HOST_METADATA, metatype) !== undefined;
    return [read<string | string[]>(PATH_METADATA, metatype) ?? []].flat().flatMap((ctrlPath) =>
      this.explorer.scanForPaths(instance).flatMap(({ path, requestMethod, methodName, version }) => {
        const methodPlace: Place = { ...place, ctrlPath: addLeadingSlash(ctrlPath), methodVersion: version };
        const isOfVersion =
          versioningOptions !== undefined &&
          versioningOptions.type !== VersioningType.URI &&
          isSelective(factory.getVersion(methodPlace));
        return path
          .flatMap((methodPath) => factory.create({ ...methodPlace, methodPath }, requestMethod))
          .map((found) => ({
            module: module.metatype,
            controller: name,
            handler: methodName,
            method: requestMethod,
            path: LegacyRouteConverter.tryConvert(found, { logs: false }),
            isSelective: isOfHost || isOfVersion,
          }));
      }),
    );
  }

  /** What `RouterModule` puts in front of a module. */
  private pathOf({ metatype }: NestModule): string | undefined {
    return read(MODULE_PATH + this.host.modules.applicationId, metatype) ?? read(MODULE_PATH, metatype);
  }
}

function isSelective(version: Version): boolean {
  return version !== undefined && ![version].flat().includes(VERSION_NEUTRAL);
}

function read<Value>(key: string, target: object | null): Value | undefined {
  return target === null ? undefined : (Reflect.getMetadata(key, target) as Value | undefined);
}
