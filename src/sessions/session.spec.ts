import { ENDS_WITH_STREAM } from './session-lifetime.js';
import { Session } from './session.js';

function openSession(): Session {
  const caller = { principal: { id: 'ann', scopes: [] }, address: '127.0.0.1' };
  const revision = '2025-11-25';
  return new Session({
    sessionId: 'A'.repeat(22),
    caller,
    wire: 'http-sse',
    revision,
    lifetime: ENDS_WITH_STREAM,
  });
}

/** A call of the session that waits, and why it was aborted. */
function wait(session: Session, id: number): { abortedBy: string | undefined } {
  const call = { abortedBy: undefined as string | undefined };
  session.addCall(id, { abort: (reason) => (call.abortedBy = reason) });
  return call;
}

describe('A session', () => {
  it.each([
    ['disconnected', 'disconnected'],
    ['expired', 'disconnected'],
    ['shutdown', 'shutdown'],
  ] as const)('that ends as %s aborts its calls as %s, and completes its streams', (reason, abortReason) => {
    const session = openSession();
    const call = wait(session, 1);
    let completed = 0;
    for (let stream = 0; stream < 2; stream++)
      session
        .openListeningStream()
        .takeOver(0)
        .subscribe({ complete: () => completed++ });
    session.end(reason);
    session.end('revoked');
    expect([session.endReason, call.abortedBy, completed]).toEqual([reason, abortReason, 2]);
  });

  it('that has to end stays until its last call is answered', () => {
    const session = openSession();
    const calls = [wait(session, 1), wait(session, 2)];
    session.endWhenIdle('shutdown');
    session.endWhenIdle('credentials-expired');
    session.removeCall(1);
    expect(session.endReason).toBeUndefined();
    session.removeCall(2);
    expect([session.endReason, calls.map(({ abortedBy }) => abortedBy)]).toEqual([
      'shutdown',
      [undefined, undefined],
    ]);
  });

  it('that has to end does so at once when no call waits', () => {
    const session = openSession();
    session.endWhenIdle('shutdown');
    expect(session.endReason).toBe('shutdown');
  });

  it('drops what belongs to no request while it has no stream', () => {
    const session = openSession();
    session.push('lost');
    const seen: string[] = [];
    session
      .openListeningStream()
      .takeOver(0)
      .subscribe(({ message }) => seen.push(message));
    session.push('told');
    expect(seen).toEqual(['told']);
  });

  it('has one number for each stream of some requests, and one for what belongs to none, which is numbered anew', () => {
    const session = openSession();
    const streams = [session.openStream(), session.openListeningStream(), session.openStream()];
    session.closeStream(streams[1]!);
    streams.push(session.openListeningStream());
    const places = streams.map((stream) => stream.eventIdOf(1).replace(session.sessionId, ''));
    expect(places).toEqual(['.1.0.1', '.1', '.2.0.1', '.0.1.1']);
  });
});
