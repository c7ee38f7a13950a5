export { chooseResponseMode, requireEventStream } from './accepted-types.js';
export * from './post-peer.js';
export * from './post-reply.js';
export * from './post-replies.service.js';
export * from './post-reply.module.js';
