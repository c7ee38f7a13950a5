export { DirectRoute } from './direct-route.decorator.js';
export { DirectRoutesAdapter, type DirectRoutesReport } from './direct-routes-adapter.js';
export { DirectRoutesModule, DirectRoutesOptions } from './direct-routes.module.js';
