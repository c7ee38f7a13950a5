export { type AppConfig, loadConfig } from './app.config.js';
export { ENVIRONMENT } from './environment.js';
export { isLocalMode, publicHosts } from './exposure.js';
