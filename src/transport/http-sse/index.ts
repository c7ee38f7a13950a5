export * from './http-sse.module.js';
export * from './http-sse.options.js';
export * from './http-sse-transport.js';
export type { StreamRoute } from './stream-request.js';
