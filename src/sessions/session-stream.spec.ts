import { Outbox } from './outbox.js';
import { ReplayBudget } from './replay-budget.js';
import { resumePoint } from './resume-point.js';
import { ENDS_WITH_STREAM } from './session-lifetime.js';
import { type Replay, SessionStream } from './session-stream.js';
import { Session } from './session.js';

const SESSION_ID = 'AAAAAAAAAAAAAAAAAAAAAA';
const LIMITS = { replayEvents: 3, replayBytes: 1_000 };

function openSession(sessionId = SESSION_ID): Session {
  const caller = { principal: { id: 'ann', scopes: [] }, address: '127.0.0.1' };
  return new Session({
    sessionId,
    caller,
    wire: 'http-sse',
    revision: '2025-11-25',
    lifetime: ENDS_WITH_STREAM,
  });
}

function newReplay(budget = new ReplayBudget(10_000)): Replay {
  return { outbox: new Outbox(LIMITS), budget };
}

/** What a connection gets that begins now. */
function connect(stream: SessionStream, after = 0): { messages: string[]; numbers: number[]; ends: number } {
  const seen = { messages: [] as string[], numbers: [] as number[], ends: 0 };
  stream.takeOver(after).subscribe({
    next: ({ number, message }) => {
      seen.messages.push(message);
      seen.numbers.push(number);
    },
    complete: () => seen.ends++,
  });
  return seen;
}

describe('A stream of a session', () => {
  it('gives what it missed, then what comes, to the connection that takes it over', () => {
    const stream = openSession().openStream(newReplay());
    const first = connect(stream);
    stream.push('a');
    stream.push('b');
    const second = connect(stream, 1);
    stream.push('c');
    expect([first.messages, first.ends]).toEqual([['a', 'b'], 1]);
    expect([second.messages, second.numbers, second.ends]).toEqual([['b', 'c'], [2, 3], 0]);
  });

  it('begins at once with what comes if it cannot be resumed', () => {
    const stream = openSession().openStream();
    stream.push('nobody reads this');
    const seen = connect(stream);
    stream.push('a');
    expect(seen.messages).toEqual(['a']);
  });

  it('takes what its requests say, and no answer of one that was cancelled', () => {
    const stream = openSession().openStream();
    const seen = connect(stream);
    stream.notify('progress');
    stream.end('answer');
    stream.end();
    expect([seen.messages, seen.ends]).toEqual([['progress', 'answer'], 0]);
  });

  it('of one request goes on though progress is lost, and not where its answer is', () => {
    const budget = new ReplayBudget(10_000);
    const session = openSession();
    const [one, several] = [
      session.openStream({ ...newReplay(budget), allowsGaps: true }),
      session.openStream(newReplay(budget)),
    ];
    for (const stream of [one, several]) for (const message of '12345') stream.push(message);
    expect([resumePoint(session, one.eventIdOf(0)), resumePoint(session, several.eventIdOf(0))]).toEqual([
      { stream: one, after: 0 },
      undefined,
    ]);
    expect(connect(one).messages).toEqual(['3', '4', '5']);
    one.replay!.outbox.empty();
    expect(one.missedAfter(0)).toEqual([]);
    one.push('answer');
    one.finish();
    expect(connect(one).messages).toEqual(['answer']);
    one.replay!.outbox.empty();
    expect([one.missedAfter(0), one.missedAfter(6), one.missedAfter(7)]).toEqual([undefined, [], undefined]);
  });

  it('keeps its messages apart from those of another stream, and numbers them by itself', () => {
    const session = openSession();
    const [one, other] = [session.openListeningStream(newReplay()), session.openStream(newReplay())];
    const [ofOne, ofOther] = [connect(one), connect(other)];
    session.push('for all');
    other.push('for this one');
    expect([ofOne.messages, ofOther.messages, ofOther.numbers]).toEqual([['for all'], ['for this one'], [1]]);
    expect([one.eventIdOf(1), other.eventIdOf(1)]).toEqual([`${SESSION_ID}.1`, `${SESSION_ID}.1.0.1`]);
  });

  it('ends with its session, and keeps and counts nothing more', () => {
    const budget = new ReplayBudget(10_000);
    const session = openSession();
    const stream = session.openStream(newReplay(budget));
    const seen = connect(stream);
    stream.push('a');
    session.end('disconnected');
    stream.push('b');
    expect([seen.messages, seen.ends, budget.totalBytes]).toEqual([['a'], 1, 0]);
  });
});

describe('The place where a client goes on', () => {
  let session: Session;

  beforeEach(() => {
    session = openSession();
    session.openListeningStream(newReplay());
    session.openStream(newReplay());
    for (const stream of session.streams) for (const message of 'abcd') stream.push(message);
  });

  it('is behind the event that it names, in the stream that it names', () => {
    const [first, second] = session.streams;
    expect(resumePoint(session, `${SESSION_ID}.2`)).toEqual({ stream: first, after: 2 });
    expect(resumePoint(session, `${SESSION_ID}.1.0.4`)).toEqual({ stream: second, after: 4 });
  });

  it('is behind what went out where it names no event', () => {
    const [first] = session.streams;
    first!.replay!.outbox.markFlushed(3);
    expect(resumePoint(session, undefined)).toEqual({ stream: first, after: 3 });
  });

  it.each([
    ['of another session', 'BBBBBBBBBBBBBBBBBBBBBB.2'],
    ['of a stream that is not there', `${SESSION_ID}.2.0.2`],
    ['of another epoch', `${SESSION_ID}.0.1.2`],
    ['yet to come', `${SESSION_ID}.5`],
    ['older than what is kept', `${SESSION_ID}.0`],
    ['malformed', `${SESSION_ID}.02`],
  ])('is nowhere for an event %s', (_what, id) => {
    expect(resumePoint(session, id)).toBeUndefined();
  });

  it('is nowhere in another epoch of the same stream, and in a stream without replay', () => {
    const later = new SessionStream(session, 0, newReplay(), 1);
    later.push('a');
    const number = { sessionId: SESSION_ID, stream: 0, number: 1 };
    expect(later.eventIdOf(1)).toBe(`${SESSION_ID}.0.1.1`);
    expect(later.resumableAfter({ ...number, epoch: 1 })).toBe(1);
    expect(later.resumableAfter({ ...number, epoch: 0 })).toBeUndefined();
    expect(new SessionStream(session, 0).resumableAfter(undefined)).toBeUndefined();
  });
});
