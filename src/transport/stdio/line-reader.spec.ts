import { BodyEnds } from '../../json-rpc/index.js';
import { LineReader } from './line-reader.js';

function read(maxBytes: number, ...parts: string[]): string[] {
  const reader = new LineReader(maxBytes);
  const lines: string[] = [];
  const add = (line: ReturnType<LineReader['next']>): void => {
    if (line) lines.push(line instanceof BodyEnds ? `${line.bytes} bytes` : line.toString());
  };
  for (const part of parts) {
    reader.add(Buffer.from(part));
    for (let line = reader.next(); line; line = reader.next()) add(line);
  }
  add(reader.end());
  return lines;
}

describe('LineReader', () => {
  it.each<[string, string[], string[]]>([
    ['several lines in one part', ['a\nb\nc\n'], ['a', 'b', 'c']],
    ['a line in several parts', ['a', 'b', 'c\nd', '\n'], ['abc', 'd']],
    ['a part that is an end alone', ['a', '\n', 'b\n'], ['a', 'b']],
    ['blank lines', ['\n\r\n \t\na\n\n'], ['a']],
    ['carriage returns', ['a\r\nb\r\n'], ['a\r', 'b\r']],
    ['a last line without an end', ['a\nb'], ['a', 'b']],
    ['nothing', [], []],
  ])('reads %s', (_what, parts, lines) => {
    expect(read(100, ...parts)).toEqual(lines);
  });

  it('keeps the ends of a line that is too long, and reads on behind it', () => {
    expect(read(3, 'abc\nab', 'cd', 'e\nabc')).toEqual(['abc', '5 bytes', 'abc']);
  });
});
