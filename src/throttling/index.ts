export { type RateCharge, type RateRefusal, RateStorage } from './rate-storage.js';
export { ThrottlingGate } from './throttling-gate.js';
export { ThrottlingModule, type ThrottlingModuleOptions } from './throttling.module.js';
