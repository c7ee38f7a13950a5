export * from './client-quirk.js';
export * from './client-quirk-observer.js';
export * from './client-quirks.module.js';
export * from './request-quirks.js';
