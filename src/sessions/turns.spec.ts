import { setImmediate as turn } from 'node:timers/promises';
import { Turns } from './turns.js';

describe('Turns', () => {
  it('visit some things in each turn of the event loop, and all of them in the end', async () => {
    const visited: number[] = [];
    new Turns().visit(
      Array.from({ length: 250 }, (_, index) => index),
      (thing) => visited.push(thing),
    );
    const counts = [visited.length];
    while (visited.length < 250) {
      await turn();
      counts.push(visited.length);
    }
    expect(counts).toEqual([100, 200, 250]);
  });

  it('stop at once', async () => {
    const visited: number[] = [];
    const turns = new Turns();
    turns.visit(Array.from({ length: 250 }).keys(), (thing) => visited.push(thing));
    turns.stop();
    await turn();
    expect(visited).toHaveLength(100);
  });
});
