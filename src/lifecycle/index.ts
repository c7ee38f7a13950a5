export * from './lifecycle.module.js';
export * from './server.options.js';
export * from './version.js';
