export { createPino } from './create-pino.js';
export { ObservabilityModule } from './observability.module.js';
export { PinoLogger } from './pino-logger.js';
