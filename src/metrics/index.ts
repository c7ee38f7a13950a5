export { MetricsModule, type MetricsModuleOptions } from './metrics.module.js';
