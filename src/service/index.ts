export { createRookery } from './create-rookery.js';
export { Rookery } from './rookery.js';
export { type RookeryOptions } from './rookery.options.js';
