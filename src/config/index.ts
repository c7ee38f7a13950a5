export { type AppConfig, ENVIRONMENT } from './environment.js';
export { isLocalMode, publicHosts } from './exposure.js';
export { loadConfig, loadStdioConfig } from './load-config.js';
export { forcedHttpsUrl, tlsFiles } from './tls.js';
