export * from './stateless-http.module.js';
export * from './stateless-http.options.js';
export * from './stateless-http-transport.js';
