export { claimStandardStreams } from './standard-streams.js';
export * from './stdio-conversation.js';
export * from './stdio-transport.js';
export * from './stdio.module.js';
