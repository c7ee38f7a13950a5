import { EndedSessions } from './ended-sessions.js';

describe('Ids of ended sessions', () => {
  it('are remembered up to a bound: the one that ended first is forgotten', () => {
    const ended = new EndedSessions(2);
    for (const id of ['a', 'b', 'a', 'c']) ended.add(id);
    expect(['a', 'b', 'c'].map((id) => ended.has(id))).toEqual([false, true, true]);
  });
});
