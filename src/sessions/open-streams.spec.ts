import { type OpenStream, OpenStreams } from './open-streams.js';
import { ENDS_WITH_STREAM } from './session-lifetime.js';
import { Session } from './session.js';

function openStream(): OpenStream {
  const caller = { principal: { id: 'ann', scopes: [] }, address: '127.0.0.1' };
  const revision = '2025-11-25';
  return new Session({
    sessionId: 'A'.repeat(22),
    caller,
    wire: 'http-sse',
    revision,
    lifetime: ENDS_WITH_STREAM,
  }).openStream();
}

describe('OpenStreams', () => {
  it('counts each stream once, and says whether that was new', () => {
    const streams = new OpenStreams();
    const [one, other] = [openStream(), openStream()];
    expect([streams.add(one), streams.add(other), streams.add(one)]).toEqual([true, true, false]);
    expect([streams.count, [...streams.all()]]).toEqual([2, [one, other]]);
    expect([streams.remove(one), streams.remove(one), streams.has(one)]).toEqual([true, false, false]);
    expect(streams.count).toBe(1);
  });

  it('tells of a stream whose it is, and how to end it', () => {
    const stream = openStream();
    const session = stream.peer as Session;
    stream.endWhenIdle('shutdown');
    expect(session.endReason).toBe('shutdown');
  });
});
