import type { Caller } from '../../callers/index.js';

/** Who starts a process may do everything in it: there is nobody else to ask. */
export const PROCESS_OWNER: Caller = Object.freeze({
  principal: Object.freeze({ id: 'stdio', scopes: Object.freeze([]), holdsEveryScope: true }),
  address: '127.0.0.1',
});
