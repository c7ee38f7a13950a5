export * from './nest-host.js';
export * from './nest-host.module.js';
