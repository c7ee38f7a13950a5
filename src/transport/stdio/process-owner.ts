import type { Caller } from '../../callers/index.js';

/** The list of scopes that has each one: nobody can write it down, since tools may ask for any. */
class EveryScope extends Array<string> {
  override includes(): boolean {
    return true;
  }
}

/** Who starts a process may do everything in it: there is nobody else to ask. */
export const PROCESS_OWNER: Caller = Object.freeze({
  principal: Object.freeze({ id: 'stdio', scopes: Object.freeze(new EveryScope()) }),
  address: '127.0.0.1',
});
