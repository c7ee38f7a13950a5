export * from './capabilities.registry.js';
export * from './decorated-methods.explorer.js';
export * from './features.module.js';
export * from './mcp-context.js';
