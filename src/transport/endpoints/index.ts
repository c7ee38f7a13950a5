export { EndpointsModule } from './endpoints.module.js';
export { LandingPage } from './landing-page.js';
export * from './paths.js';
export { RootEndpointModule } from './root-endpoint.module.js';
export { ServedWires } from './served-wires.js';
