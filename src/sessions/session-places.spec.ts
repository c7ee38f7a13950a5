import { ANONYMOUS, type Caller } from '../callers/index.js';
import { ENDS_WITH_STREAM } from './session-lifetime.js';
import { SessionPlaces } from './session-places.js';
import { Session } from './session.js';
import { SessionsOptions } from './sessions.options.js';

const of = (id: string): Caller => ({ principal: { id, scopes: [] }, address: '203.0.113.1' });
const from = (address: string): Caller => ({ principal: ANONYMOUS, address });

let opened = 0;

/** A session of a caller, which counts from now on. */
function open(places: SessionPlaces, caller: Caller, isWaiting = false): Session {
  const sessionId = `session ${++opened}`;
  const session = new Session({
    sessionId,
    caller,
    wire: 'http-sse',
    revision: '2025-11-25',
    lifetime: ENDS_WITH_STREAM,
  });
  places.add(session);
  places.attach(session);
  if (isWaiting) wait(places, session);
  return session;
}

function wait(places: SessionPlaces, session: Session): void {
  places.detach(session);
  places.wait(session);
}

const claim = (places: SessionPlaces, caller: Caller, known?: Session, hasStream = false): unknown =>
  places.claim({ caller }, known, hasStream);

function createPlaces(options: Partial<SessionsOptions>): SessionPlaces {
  return new SessionPlaces(Object.assign(new SessionsOptions(), options));
}

describe('The places of sessions', () => {
  it('are refused to a principal that has all its own, and free again with the end of one', () => {
    const places = createPlaces({ maxSessionsPerPrincipal: 2 });
    const [first] = [open(places, of('ann')), open(places, of('ann'))];
    expect(() => claim(places, of('ann'))).toThrow('There are too many open streams');
    expect(claim(places, of('bob'))).toBeUndefined();
    places.remove(first);
    places.detach(first);
    expect(claim(places, of('ann'))).toBeUndefined();
  });

  it("are made by the caller's own session that waits longest, before those of others", () => {
    const places = createPlaces({ maxSessions: 3, maxSessionsPerPrincipal: 2 });
    open(places, of('bob'), true);
    const [longest] = [open(places, of('ann'), true), open(places, of('ann'), true)];
    expect(claim(places, of('ann'))).toBe(longest);
  });

  it('are made by the session that waits longest of all when all are taken', () => {
    const places = createPlaces({ maxSessions: 2 });
    const longest = open(places, of('bob'), true);
    open(places, of('eve'), true);
    expect(claim(places, of('ann'))).toBe(longest);
  });

  it('are refused when all are taken, and none waits', () => {
    const places = createPlaces({ maxSessions: 2 });
    for (const name of ['bob', 'eve']) open(places, of(name));
    expect(() => claim(places, of('ann'))).toThrow('There are too many open streams');
  });

  it.each([
    ['of all', { maxStreams: 1 }, of('bob'), of('ann'), 'There are too many open streams'],
    [
      'of a principal',
      { maxStreamsPerPrincipal: 1 },
      of('ann'),
      of('ann'),
      'There are too many open streams',
    ],
    [
      'of an address',
      { maxStreams: 4 },
      from('203.0.113.7'),
      from('203.0.113.7'),
      'There are too many open streams of this address',
    ],
  ])(
    'are refused when the streams %s are taken, though sessions are left',
    (_whose, options, one, next, text) => {
      const places = createPlaces(options);
      const session = open(places, one);
      expect(() => claim(places, next)).toThrow(text);
      wait(places, session);
      expect(claim(places, next)).toBeUndefined();
    },
  );

  it('are kept by a session that is taken up again', () => {
    const places = createPlaces({ maxSessions: 2, maxSessionsPerPrincipal: 1 });
    const streaming = open(places, of('ann'));
    const waiting = open(places, of('bob'), true);
    expect(claim(places, of('ann'), streaming, true)).toBeUndefined();
    expect(claim(places, of('bob'), waiting)).toBeUndefined();
  });

  it('are taken anew by a session that comes back from another address', () => {
    const places = createPlaces({ maxSessionsPerAddress: 1 });
    open(places, from('203.0.113.7'));
    const other = open(places, from('203.0.113.8'));
    expect(() => claim(places, from('203.0.113.7'), other, true)).toThrow(/of this address$/);
    expect(claim(places, from('203.0.113.9'), other, true)).toBeUndefined();
  });

  it('are shared by address without a principal, but on loopback', () => {
    const places = createPlaces({ maxSessions: 8 });
    for (const address of ['203.0.113.7', '203.0.113.7', '127.0.0.1', '127.0.0.1'])
      open(places, from(address));
    expect(() => claim(places, from('203.0.113.7'))).toThrow(/of this address$/);
    expect([claim(places, from('203.0.113.8')), claim(places, from('127.0.0.1'))]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
