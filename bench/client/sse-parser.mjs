import { StringDecoder } from 'node:string_decoder';

/** Parses an event stream (WHATWG HTML, 9.2.6), wherever its bytes are cut. Ids and retry times are left out. */
export class SseParser {
  /** @param {(type: string, data: string) => void} onEvent */
  constructor(onEvent) {
    this.onEvent = onEvent;
    this.decoder = new StringDecoder('utf8');
    this.rest = '';
    this.clear();
  }

  /** @param {Buffer} bytes */
  push(bytes) {
    const text = this.rest + this.decoder.write(bytes);
    const lineEnds = /\r\n|\n|\r/g;
    let at = 0;
    for (let end = lineEnds.exec(text); end !== null; end = lineEnds.exec(text)) {
      // The LF of this CR may come with the next bytes.
      if (end[0] === '\r' && lineEnds.lastIndex === text.length) break;
      this.readLine(text.slice(at, end.index));
      at = lineEnds.lastIndex;
    }
    this.rest = text.slice(at);
  }

  readLine(line) {
    if (line === '') {
      if (this.data !== undefined) this.onEvent(this.type, this.data);
      this.clear();
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') this.data = this.data === undefined ? value : `${this.data}\n${value}`;
    else if (field === 'event') this.type = value;
  }

  clear() {
    this.type = 'message';
    /** @type {string | undefined} */
    this.data = undefined;
  }
}
