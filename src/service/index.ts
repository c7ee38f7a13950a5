export { createRookery } from './create-rookery.js';
export { Rookery } from './rookery.js';
export { type RookeryOptions, type ToolsModule } from './rookery.options.js';
export { serveStdio } from './serve-stdio.js';
