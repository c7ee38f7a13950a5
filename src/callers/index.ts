export * from './claim-path.js';
export * from './client-network.js';
export * from './principal.js';
export * from './rate.js';
