import { GrowingBuffer } from './growing-buffer.js';

describe('GrowingBuffer', () => {
  it('has all parts in order, however small or large they are', () => {
    const parts = [1, 0, 20_000, 3, 40_000, 1].map((length, index) => Buffer.alloc(length, index));
    const growing = new GrowingBuffer();
    for (const part of parts) growing.add(part);
    expect(growing.bytes.equals(Buffer.concat(parts))).toBe(true);
    expect(growing.length).toBe(60_005);
  });

  it('is empty before anything was added', () => {
    expect(new GrowingBuffer().bytes).toHaveLength(0);
  });

  it('takes at most twice the memory of its bytes for a million parts', () => {
    const growing = new GrowingBuffer();
    const byte = Buffer.from('x');
    for (let part = 0; part < 1_000_000; part++) growing.add(byte);
    expect(growing.bytes.buffer.byteLength).toBeLessThanOrEqual(2_100_000);
  });
});
