export * from './sessionless-post.module.js';
export * from './sessionless-post-transport.js';
