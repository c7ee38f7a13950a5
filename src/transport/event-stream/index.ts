export * from './event-frame.js';
export * from './event-stream.js';
export * from './event-stream.module.js';
export * from './event-stream.options.js';
export * from './event-streams.service.js';
export * from './pending-bytes-budget.js';
