import { Logger } from '@nestjs/common';
import type { Call } from './call.js';
import { CallObserver, CallObservers } from './call-observer.js';

type Around = (serve: () => void) => void;

class AroundObserver extends CallObserver {
  constructor(private readonly serveCall: Around) {
    super();
  }

  callEnded(): void {}

  override around(_call: Call, serve: () => void): void {
    this.serveCall(serve);
  }
}

function breakDown(): never {
  throw new Error('An observer broke');
}

describe('Observers around a call', () => {
  it.each<[string, Around, number]>([
    ['serves it', (serve) => serve(), 0],
    ['throws in place of serving it', () => breakDown(), 1],
    ['throws behind it', (serve) => (serve(), breakDown()), 1],
    ['serves it twice', (serve) => (serve(), serve()), 0],
    ['never serves it', () => undefined, 0],
  ])('have it served once where one %s', (_what, around, logged) => {
    const errors = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    try {
      const observers = new CallObservers();
      observers.add(new AroundObserver((serve) => serve()));
      observers.add(new AroundObserver(around));
      let served = 0;
      observers.serveCall({} as Call, () => served++);
      expect([served, errors.mock.calls.length]).toEqual([1, logged]);
    } finally {
      errors.mockRestore();
    }
  });

  it('are inside of each other in the order in which they were added', () => {
    const order: string[] = [];
    const observers = new CallObservers();
    for (const name of ['outer', 'inner'])
      observers.add(
        new AroundObserver((serve) => {
          order.push(name);
          serve();
        }),
      );
    observers.serveCall({} as Call, () => order.push('call'));
    expect(order).toEqual(['outer', 'inner', 'call']);
  });
});
