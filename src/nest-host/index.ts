export { AppRoutes, type AppRoute } from './app-routes.js';
export * from './nest-host.js';
export * from './nest-host.module.js';
export type { RouterLayer } from './router-layer.js';
