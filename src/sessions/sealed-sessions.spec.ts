import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { OpenStreams } from './open-streams.js';
import { SessionObservers } from './session-observer.js';
import { MemorySessionStore, SessionStore } from './session-store.js';
import type { Session } from './session.js';
import { SessionsOptions } from './sessions.options.js';
import { SessionsService } from './sessions.service.js';

const WIRE = 'streamable-http';
const ANN = { caller: { principal: { id: 'ann', scopes: [] }, address: '192.0.2.1' } };
const BEN = { caller: { principal: { id: 'ben', scopes: [] }, address: '192.0.2.1' } };
const options = Object.assign(new SessionsOptions(), { keys: [randomBytes(32).toString('hex')] });

/** A store that has to be waited for. */
class DistantStore extends SessionStore {
  private readonly near = new MemorySessionStore();

  all(): Iterable<Session> {
    return this.near.all();
  }

  async findById(id: string): Promise<Session | undefined> {
    await nextTurn();
    return this.near.findById(id);
  }

  async findByResumeKey(): Promise<undefined> {
    await nextTurn();
  }

  async add(session: Session): Promise<void> {
    await nextTurn();
    this.near.add(session);
  }

  remove(session: Session): boolean {
    return this.near.remove(session);
  }
}

const create = (store?: SessionStore): SessionsService =>
  new SessionsService(new SessionObservers(), new OpenStreams(), store, options);

async function newId(): Promise<string> {
  const sessions = create();
  const session = await sessions.begin({ ...ANN, wire: WIRE, revision: '2025-11-25' });
  const id = sessions.sealed.giveId(session);
  sessions.endWaiting('shutdown');
  return id;
}

describe('Sessions that are taken up from a store that has to be waited for', () => {
  it('are one for all messages that come at once, also one after the other', async () => {
    const [sessions, id] = [create(new DistantStore()), await newId()];
    const find = async (): Promise<Session | undefined> =>
      (await sessions.findSession(id, ANN.caller, WIRE)) ?? sessions.sealed.takeUp(id, ANN, WIRE);
    const together = await Promise.all([find(), find(), find()]);
    const found = new Set([...together, await find()]);
    expect([found.size, [...sessions.all()].length]).toEqual([1, 1]);
    expect(await sessions.sealed.takeUp(id, BEN, WIRE)).toBeUndefined();
    sessions.endWaiting('shutdown');
  });

  it('are taken up again if they only made room, or their process stopped', async () => {
    const [sessions, id] = [create(), await newId()];
    for (const reason of ['evicted', 'shutdown', 'closed'] as const) {
      const session = await sessions.sealed.takeUp(id, ANN, WIRE);
      expect(session?.givenId).toBe(id);
      sessions.endWaiting(reason);
    }
    expect(sessions.sealed.takeUp(id, ANN, WIRE)).toBeUndefined();
  });
});
