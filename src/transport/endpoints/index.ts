export { EndpointsModule } from './endpoints.module.js';
export { LandingPage } from './landing-page.js';
