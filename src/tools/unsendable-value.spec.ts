import { refuseUnsendable } from './unsendable-value.js';

class Decimal extends Map {
  toJSON(): string {
    return '1.5';
  }
}

class Entity {
  readonly at = new Date(0);
  readonly tags = new Set(['a']);
}

function* numbers(): Generator<number> {
  yield 1;
}

const BYTES =
  ', which JSON cannot hold. Return content.image(bytes, mimeType), content.audio(bytes, mimeType) or ' +
  'content.embeddedResource(uri, bytes, mimeType). A list of numbers is [...numbers]';

describe('A result that JSON cannot hold', () => {
  it.each<[string, object, string]>([
    ['a Buffer', Buffer.from('a'), `bytes (Buffer)${BYTES}`],
    ['a typed array', { rows: [{ data: new Uint8Array(1) }] }, `bytes (Uint8Array) at rows.0.data${BYTES}`],
    ['numbers', { vector: new Float32Array(1) }, `bytes (Float32Array) at vector${BYTES}`],
    ['an ArrayBuffer', [new ArrayBuffer(1)], `bytes (ArrayBuffer) at 0${BYTES}`],
    ['a Map', { stock: new Map() }, 'a Map at stock, which JSON cannot hold. Write Object.fromEntries(map)'],
    ['a Set', [new Entity()], 'a Set at 0.tags, which JSON cannot hold. Write [...set]'],
    [
      'an Error',
      new TypeError('a'),
      'an Error, which JSON cannot hold. Throw it, or return its message as text',
    ],
    [
      'a Promise',
      { rows: Promise.resolve() },
      'a Promise at rows, which JSON cannot hold. Write await in front',
    ],
    ['a generator', numbers(), 'an iterator, which JSON cannot hold. Write [...values]; or make the method'],
    ['an iterator', { keys: new Map().keys() }, 'an iterator at keys, which JSON cannot hold.'],
  ])('is refused as %s', (_, value, message) => {
    expect(() => refuseUnsendable(value, 'FileTools.read')).toThrow(`FileTools.read returned ${message}`);
    expect(() => refuseUnsendable(value, 'FileTools.read')).toThrow(TypeError);
  });

  it('is nothing that JSON holds, or that has a toJSON of its own', () => {
    const shared = { a: 1 };
    const values = {
      plain: [1, 'a', null, undefined, { b: [shared, shared] }],
      own: new Decimal(),
      at: new Date(0),
      url: new URL('https://example.com'),
      without: Object.create(null) as object,
    };
    expect(() => refuseUnsendable(values, 'T.t')).not.toThrow();
  });

  it('is not looked for on a prototype, of which JSON holds nothing', () => {
    expect(() => refuseUnsendable(Object.create({ map: new Map() }) as object, 'T.t')).not.toThrow();
  });

  it('leaves a cycle with many ways to JSON.stringify, which refuses it', () => {
    const value: Record<string, unknown> = {};
    for (let i = 0; i < 50; i++) value[`a${i}`] = { holder: value };
    expect(() => refuseUnsendable(value, 'T.t')).not.toThrow();
    expect(() => JSON.stringify(value)).toThrow(TypeError);
  });
});
