import { Logger } from '@nestjs/common';
import { PassThrough } from 'node:stream';
import { LineWriter } from './line-writer.js';

const LIMITS = { maxPendingBytes: 100, maxBufferedBytes: 1000 };

/** A writer whose reader takes nothing until it is asked for all. */
function start(): { writer: LineWriter; output: PassThrough } {
  const output = new PassThrough({ writableHighWaterMark: 10, readableHighWaterMark: 1 });
  output.write('-'.repeat(20));
  return { writer: new LineWriter(output, LIMITS), output };
}

describe('LineWriter', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('keeps what tells of a change once while its reader is behind', async () => {
    const { writer, output } = start();
    expect(writer.hasRoom).toBe(false);
    for (let count = 0; count < 3; count++) writer.announce('changed');
    let text = '';
    for await (const part of output) {
      text += String(part);
      if (text.endsWith('\n')) break;
    }
    expect(text).toBe(`${'-'.repeat(20)}changed\n`);
  });

  it('drops what may be missed above a bound, and nothing else', () => {
    const { writer, output } = start();
    for (let count = 0; count < 50; count++) writer.notify('x'.repeat(20));
    const before = output.writableLength;
    expect(before).toBeLessThan(200);
    writer.respond('x'.repeat(20));
    expect(output.writableLength).toBe(before + 21);
  });

  it('gives a reader up for whom too much waits, and writes nothing any more', async () => {
    const { writer, output } = start();
    for (let count = 0; count < 3; count++) writer.respond('x'.repeat(500));
    await writer.whenBroken();
    const before = output.writableLength;
    writer.respond('x');
    expect(output.writableLength).toBe(before);
  });
});
