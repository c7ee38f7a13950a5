import { assert, jsonValue, property } from 'fast-check';
import { encodeEvent } from './event-frame.js';

describe('encodeEvent', () => {
  it('makes one event of any JSON text, whatever it holds', () => {
    assert(
      property(jsonValue(), (value) => {
        const frame = encodeEvent('message', JSON.stringify(value), 'id.1');
        expect(frame.split('\n')).toEqual([
          'event: message',
          'id: id.1',
          `data: ${JSON.stringify(value)}`,
          '',
          '',
        ]);
      }),
      { seed: 3 },
    );
  });
});
