export * from './check-mirrored-headers.js';
