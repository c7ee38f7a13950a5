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

  private routesOf({ metatype, instance, name }: Controller, module: NestModule): FoundRoute[] {
    const factory = new RoutePathFactory(this.host.config);
    const ownPaths = [read(PATH_METADATA, metatype) as string | string[]].flat().map(addLeadingSlash);
    const isOfHost = read(HOST_METADATA, metatype) !== undefined;
    return this.explorer.scanForPaths(instance).flatMap(({ path, requestMethod, methodName, version }) => {
      const place: Place = { ...this.placeOf(metatype, module), methodVersion: version };
      const isSelective = isOfHost || this.isOfVersion(factory.getVersion(place));
      return ownPaths
        .flatMap((ctrlPath) => path.map((methodPath) => ({ ...place, ctrlPath, methodPath })))
        .flatMap((methodPlace) => factory.create(methodPlace, requestMethod))
        .map((found) => ({
          module: module.metatype,
          controller: name,
          handler: methodName,
          method: requestMethod,
          path: LegacyRouteConverter.tryConvert(found, { logs: false }),
          isSelective,
        }));
    });
  }

  /** What is in front of a controller's paths. */
  private placeOf(controller: Controller['metatype'], { metatype }: NestModule): Place {
    const { config, modules } = this.host;
    const versioning = config.getVersioning();
    const modulePath = read(MODULE_PATH + modules.applicationId, metatype) ?? read(MODULE_PATH, metatype);
    const version = read(VERSION_METADATA, controller) ?? versioning?.defaultVersion;
    return {
      modulePath: modulePath as string | undefined,
      globalPrefix: addLeadingSlash(config.getGlobalPrefix()),
      controllerVersion: versioning && (version as Place['controllerVersion']),
      versioningOptions: versioning,
    };
  }

  /** A version in the URI is part of the path. */
  private isOfVersion(version: Place['methodVersion']): boolean {
    const versioning = this.host.config.getVersioning();
    if (!versioning || versioning.type === VersioningType.URI) return false;
    return version !== undefined && ![version].flat().includes(VERSION_NEUTRAL);
  }
}

function read(key: string, target: object | null): unknown {
  return target === null ? undefined : Reflect.getMetadata(key, target);
}
