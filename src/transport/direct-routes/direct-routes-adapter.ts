import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NestApplicationOptions } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { RouterLayer } from '../../nest-host/index.js';
import { DirectRouteTable, type ObstructedRoute } from './direct-route-table.js';
import { becomeExpress, type DirectMethod, type ExpressApp } from './express-app.js';

type RouteArguments = [path: unknown, callback: never];

/** How the marked routes of an app are served. */
export interface DirectRoutesReport {
  /** Routes that do without Express, as `GET /sse`. */
  readonly direct: readonly string[];
  readonly throughExpress: readonly ObstructedRoute[];
}

/**
 * Express for Nest, but for the routes that `@DirectRoute()` marks: a request whose method and path are exactly theirs
 * goes to Nest's callback straight from Node, at a fifth of the cost. Every other request, and every route that has
 * something in front of it (middleware, another route, request hooks), goes through Express, with the same outcome.
 *
 * `NestFactory.create(AppModule, new DirectRoutesAdapter())`, with `directRoutes: true` in `McpModule`'s options.
 */
export class DirectRoutesAdapter extends ExpressAdapter {
  private readonly table: DirectRouteTable;
  /** Nest's own middleware: it does nothing unless there are hooks or the app is closing, both of which are asked here. */
  private readonly idleLayers = new Set<RouterLayer>();
  private isEnabled = false;
  private hasHooks = false;
  private refusesOnClosing = false;
  private isClosing = false;

  constructor() {
    super();
    this.table = new DirectRouteTable(this.app);
    this.noteIdleLayers(0);
  }

  /** To be called before the app's routes are registered. Until then this is Nest's own ExpressAdapter. */
  enableDirectRoutes(): void {
    this.isEnabled = true;
  }

  /** Complete once the app is initialised; `undefined` while direct routes are not enabled. */
  get report(): DirectRoutesReport | undefined {
    if (!this.isEnabled) return undefined;
    const { routes, obstructed } = this.table;
    if (!this.hasHooks) return { direct: routes, throughExpress: obstructed };
    const hooked = routes.map((route) => ({ route, reason: 'request hooks' }));
    return { direct: [], throughExpress: [...obstructed, ...hooked] };
  }

  override initHttpServer(options: NestApplicationOptions): void {
    const { length } = this.app.router.stack;
    super.initHttpServer(options);
    this.noteIdleLayers(length);
    this.refusesOnClosing = Boolean(options?.return503OnClosing);
    const server = this.getHttpServer();
    server.removeListener('request', this.app);
    server.on('request', this.serve);
  }

  override get(...args: unknown[]): unknown {
    return super.get(...(this.register('GET', args) as RouteArguments));
  }

  override post(...args: unknown[]): unknown {
    return super.post(...(this.register('POST', args) as RouteArguments));
  }

  override setOnRequestHook(...args: Parameters<ExpressAdapter['setOnRequestHook']>): void {
    this.hasHooks = true;
    super.setOnRequestHook(...args);
  }

  override setOnResponseHook(...args: Parameters<ExpressAdapter['setOnResponseHook']>): void {
    this.hasHooks = true;
    super.setOnResponseHook(...args);
  }

  override beforeClose(): void {
    this.isClosing = true;
    super.beforeClose();
  }

  override status(response: ServerResponse, statusCode: number): unknown {
    if ('status' in response) return super.status(response, statusCode);
    response.statusCode = statusCode;
    return response;
  }

  override reply(response: ServerResponse, body: unknown, statusCode?: number): unknown {
    return super.reply(this.asExpress(response), body, statusCode);
  }

  override render(response: ServerResponse, view: string, options: unknown): unknown {
    return super.render(this.asExpress(response), view, options);
  }

  override redirect(response: ServerResponse, statusCode: number, url: string): unknown {
    return super.redirect(this.asExpress(response), statusCode, url);
  }

  override getHeader(response: ServerResponse, name: string): unknown {
    return super.getHeader(this.asExpress(response), name);
  }

  override setHeader(response: ServerResponse, name: string, value: string): unknown {
    return super.setHeader(this.asExpress(response), name, value);
  }

  override appendHeader(response: ServerResponse, name: string, value: string): unknown {
    return super.appendHeader(this.asExpress(response), name, value);
  }

  override getRequestHostname(request: IncomingMessage): string {
    becomeExpress(this.app, request);
    return super.getRequestHostname(request);
  }

  private get app(): ExpressApp {
    return this.getInstance<ExpressApp>();
  }

  private readonly serve = (request: IncomingMessage, response: ServerResponse): void => {
    const callback = this.isDirect() ? this.table.findRoute(request) : undefined;
    if (callback) this.table.serveRoute(callback, request, response);
    else this.app(request, response);
  };

  private isDirect(): boolean {
    return !this.hasHooks && !(this.refusesOnClosing && this.isClosing);
  }

  private asExpress(response: ServerResponse): ServerResponse {
    becomeExpress(this.app, response.req);
    return response;
  }

  private register(method: DirectMethod, args: unknown[]): unknown[] {
    const [path, callback] = args;
    const replaced =
      this.isEnabled && args.length === 2
        ? this.table.register(method, path, callback, this.idleLayers)
        : undefined;
    return replaced ? [path, replaced] : args;
  }

  /** @param from where in the router the layers begin that Nest has just added */
  private noteIdleLayers(from: number): void {
    for (const layer of this.app.router.stack.slice(from)) this.idleLayers.add(layer);
  }
}
