export * from './admission.guard.js';
export * from './admission.module.js';
export * from './message-intake.js';
export * from './authenticator.js';
export * from './credential-sources.js';
export * from './find-initialize.js';
export * from './place-request.js';
export * from './refusals.js';
