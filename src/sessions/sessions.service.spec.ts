import type { Caller, Principal } from '../callers/index.js';
import type { Attachment } from './attachment.js';
import { OpenStreams } from './open-streams.js';
import { MemorySessionStore, SessionStore } from './session-store.js';
import type { Session } from './session.js';
import { SessionsOptions } from './sessions.options.js';
import { SessionsService } from './sessions.service.js';
import { SessionObserver, SessionObservers } from './session-observer.js';

const KEY = 'k'.repeat(22);
const caller: Caller = { principal: { id: 'ann', scopes: [] }, address: '127.0.0.1' };
const request = { caller, wire: 'http-sse', revision: '2025-11-25' } as const;

/** What became of sessions, in words. */
class Diary extends SessionObserver {
  readonly lines: string[] = [];

  sessionOpened(): void {
    this.lines.push('opened');
  }

  sessionEnded(_session: Session, reason: string): void {
    this.lines.push(reason);
  }

  override sessionResumed(_session: Session, replayed: number): void {
    this.lines.push(`resumed, ${replayed} replayed`);
  }
}

/** One that has to be waited for, as one in a database has. */
class DistantStore extends SessionStore {
  private readonly near = new MemorySessionStore();
  refusal: Error | undefined;

  all(): Iterable<Session> {
    return this.near.all();
  }

  async findById(id: string): Promise<Session | undefined> {
    return Promise.resolve(this.near.findById(id));
  }

  async findByResumeKey(principal: Principal, key: string): Promise<Session | undefined> {
    return Promise.resolve(this.near.findByResumeKey(principal, key));
  }

  async add(session: Session): Promise<void> {
    await Promise.resolve();
    if (this.refusal) throw this.refusal;
    this.near.add(session);
  }

  remove(session: Session): boolean {
    return this.near.remove(session);
  }
}

interface Served {
  readonly sessions: SessionsService;
  readonly streams: OpenStreams;
  readonly diary: Diary;
}

function serve(
  store: SessionStore = new MemorySessionStore(),
  options: Partial<SessionsOptions> = {},
): Served {
  const [streams, diary] = [new OpenStreams(), new Diary()];
  const observers = new SessionObservers();
  observers.add(diary);
  const all = Object.assign(new SessionsOptions(), options);
  return {
    streams,
    diary,
    sessions: new SessionsService(observers, streams, store, all),
  };
}

describe('Sessions', () => {
  it('end with their stream', () => {
    const { sessions, streams, diary } = serve();
    const attachment = sessions.open(request) as Attachment;
    const { sessionId } = attachment.session;
    expect([sessions.findSession(sessionId, caller, 'http-sse'), streams.count]).toEqual([
      attachment.session,
      1,
    ]);
    attachment.release();
    attachment.release();
    expect([sessions.findSession(sessionId, caller, 'http-sse'), streams.count]).toEqual([undefined, 0]);
    expect(diary.lines).toEqual(['opened', 'disconnected']);
  });

  it('wait for nobody once the app has ended', () => {
    jest.useFakeTimers();
    try {
      const { sessions } = serve();
      const before = sessions.open({ ...request, resumeKey: KEY }) as Attachment;
      const behind = sessions.open({ ...request, resumeKey: `${KEY}2` }) as Attachment;
      before.release();
      expect(jest.getTimerCount()).toBeGreaterThan(0);
      sessions.onModuleDestroy();
      behind.release();
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('with a key wait for their client, who gets what it missed', () => {
    const { sessions, streams, diary } = serve();
    const first = sessions.open({ ...request, resumeKey: KEY }) as Attachment;
    first.release();
    expect(streams.count).toBe(0);
    first.session.push('missed');
    const seen: string[] = [];
    const second = sessions.open({ ...request, resumeKey: KEY }) as Attachment;
    second.events.subscribe(({ message }) => seen.push(message));
    expect([second.session === first.session, seen]).toEqual([true, ['missed']]);
    first.release();
    expect(streams.count).toBe(1);
    second.release();
    sessions.endWaiting('shutdown');
    expect(diary.lines).toEqual(['opened', 'resumed, 1 replayed', 'shutdown']);
  });

  it('are replaced when something that was missed is lost', () => {
    const { sessions, diary } = serve(undefined, { replayEvents: 1 });
    const first = sessions.open({ ...request, resumeKey: KEY }) as Attachment;
    for (const message of 'abc') first.session.push(message);
    const second = sessions.open({ ...request, resumeKey: KEY }) as Attachment;
    expect(second.session).not.toBe(first.session);
    first.release();
    second.release();
    sessions.endWaiting('expired');
    expect(diary.lines).toEqual(['opened', 'replaced', 'opened', 'expired']);
  });

  it('are waited for where their store is', async () => {
    const { sessions, streams } = serve(new DistantStore());
    const first = await sessions.open({ ...request, resumeKey: KEY });
    expect(await sessions.findSession(first.session.sessionId, caller, 'http-sse')).toBe(first.session);
    const foreign = { ...caller, principal: { id: 'bob', scopes: [] } };
    expect(await sessions.findSession(first.session.sessionId, foreign, 'http-sse')).toBeUndefined();
    first.release();
    const second = await sessions.open({ ...request, resumeKey: KEY });
    expect([second.session === first.session, streams.count]).toEqual([true, 1]);
    second.release();
    sessions.endWaiting('shutdown');
  });

  it('that the store refuses are not opened, and take no place', async () => {
    const store = new DistantStore();
    const { sessions, streams, diary } = serve(store, { maxSessions: 1 });
    store.refusal = new Error('The store is away');
    await expect(sessions.open(request)).rejects.toBe(store.refusal);
    expect([streams.count, diary.lines]).toEqual([0, []]);
    store.refusal = undefined;
    const attachment = await sessions.open(request);
    expect(() => sessions.open(request)).toThrow('There are too many open streams');
    attachment.release();
  });
});
