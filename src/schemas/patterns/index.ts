export { refuseSlowPattern, refuseSlowPatterns } from './slow-pattern.js';
