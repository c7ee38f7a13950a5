export { EndpointsModule } from './endpoints.module.js';
export { LandingPage } from './landing-page.js';
export * from './paths.js';
export { ServedPaths } from './served-paths.js';
export { ServedWires } from './served-wires.js';
