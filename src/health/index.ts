export { HealthModule } from './health.module.js';
export { ReadinessIndicators } from './readiness-indicators.js';
