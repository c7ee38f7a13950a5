import { MemorySessionStore } from './session-store.js';
import { ENDS_WITH_STREAM } from './session-lifetime.js';
import { Session } from './session.js';

const KEY = 'k'.repeat(22);
const ann = { id: 'ann', scopes: [] };
const bob = { id: 'bob', scopes: [] };

function openSession(sessionId: string, principal: typeof ann, resumeKey?: string): Session {
  const caller = { principal, address: '127.0.0.1' };
  return new Session({
    sessionId,
    caller,
    wire: 'http-sse',
    revision: '2025-11-25',
    lifetime: ENDS_WITH_STREAM,
    resumeKey,
  });
}

describe('Sessions in memory', () => {
  it('are found by their id until they are removed, which is told once', () => {
    const store = new MemorySessionStore();
    const [one, other] = [openSession('one', ann), openSession('other', bob)];
    store.add(one);
    store.add(other);
    expect([store.findById('one'), store.findById('other'), store.findById('third')]).toEqual([
      one,
      other,
      undefined,
    ]);
    expect([store.remove(one), store.remove(one), store.findById('one')]).toEqual([true, false, undefined]);
    expect([...store.all()]).toEqual([other]);
  });

  it('are found by the key of their principal alone', () => {
    const store = new MemorySessionStore();
    const [ofAnn, ofBob] = [openSession('one', ann, KEY), openSession('other', bob, KEY)];
    store.add(ofAnn);
    store.add(openSession('without', ann));
    expect([store.findByResumeKey(ann, KEY), store.findByResumeKey(bob, KEY)]).toEqual([ofAnn, undefined]);
    store.add(ofBob);
    store.remove(ofAnn);
    expect([store.findByResumeKey(ann, KEY), store.findByResumeKey(bob, KEY)]).toEqual([undefined, ofBob]);
  });

  it('are told apart where a principal has spaces in its name', () => {
    const store = new MemorySessionStore();
    const spaced = openSession('one', { id: 'ann x', scopes: [] }, KEY);
    store.add(spaced);
    expect(store.findByResumeKey(ann, `x ${KEY}`.slice(2))).toBeUndefined();
    expect(store.findByResumeKey(spaced.caller.principal, KEY)).toBe(spaced);
  });
});
