export { SamplesModule } from './samples.module.js';
