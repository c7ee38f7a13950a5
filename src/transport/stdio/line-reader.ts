import { ReceivedBody } from '../../http/index.js';
import type { BodyEnds } from '../../json-rpc/index.js';

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const NOTHING = Buffer.alloc(0);

/** A line without its end; of one that is too long its ends. */
export type Line = Buffer | BodyEnds;

/**
 * Lines of bytes that come in parts. They are taken one by one, so that the rest of a part may wait. Blank lines are left
 * out; a carriage return at the end of a line is white space of JSON, and stays.
 */
export class LineReader {
  private rest: Buffer = NOTHING;
  private line: ReceivedBody;

  /** @param maxBytes of a line; of a longer one the middle is thrown away as it comes */
  constructor(private readonly maxBytes: number) {
    this.line = this.begin();
  }

  /** Adds a part, once the lines of the one before are taken. */
  add(part: Buffer): void {
    this.rest = part;
  }

  /** @returns nothing until more is added. A line is valid until the next one is asked for */
  next(): Line | undefined {
    while (this.rest.length > 0) {
      const end = this.rest.indexOf(LINE_FEED);
      this.line.add(end < 0 ? this.rest : this.rest.subarray(0, end));
      this.rest = end < 0 ? NOTHING : this.rest.subarray(end + 1);
      const line = end < 0 ? undefined : this.take();
      if (line) return line;
    }
    return undefined;
  }

  /** Nothing more comes. @returns the last line, if it had no end */
  end(): Line | undefined {
    return this.take();
  }

  private take(): Line | undefined {
    const { content } = this.line;
    this.line = this.begin();
    return Buffer.isBuffer(content) && content.every((byte) => byte <= SPACE) ? undefined : content;
  }

  private begin(): ReceivedBody {
    return new ReceivedBody(this.maxBytes, 0);
  }
}
