export { createRookery, type RookeryOptions } from './create-rookery.js';
export { Rookery } from './rookery.js';
