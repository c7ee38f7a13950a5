export * from './and-then.js';
export * from './errors.js';
export * from './lifecycle.js';
export * from './logging.js';
export * from './message.js';
export * from './revisions.js';
export * from './tools.js';
export * from './wires.js';
