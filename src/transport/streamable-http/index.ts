export * from './streamable-http.module.js';
export * from './streamable-http.options.js';
export * from './streamable-http-transport.js';
