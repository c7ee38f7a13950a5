const EMPTY = Buffer.alloc(0);
const HEAD_END = '\r\n\r\n';

/**
 * @typedef {object} ResponseEvents
 * @property {(status: number, head: string) => void} onHead
 * @property {(bytes: Buffer) => void} onBody
 * @property {() => void} onEnd
 */

/** Parses the HTTP/1.1 responses of one connection, wherever its bytes are cut. */
export class ResponseParser {
  /** @param {ResponseEvents} events */
  constructor(events) {
    this.events = events;
    this.rest = EMPTY;
    /** Bytes still to come of a body or chunk. */
    this.left = 0;
    /** The method that reads what comes next. */
    this.part = 'readHead';
  }

  /** @param {Buffer} chunk */
  push(chunk) {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    this.rest = EMPTY;
    let at = 0;
    while (at < bytes.length) {
      const next = this[this.part](bytes, at);
      if (next < 0) {
        this.rest = bytes.subarray(at);
        return;
      }
      at = next;
    }
  }

  /** Each `read…` returns where the next part begins, or -1 when bytes are missing. */
  readHead(bytes, at) {
    const end = bytes.indexOf(HEAD_END, at);
    if (end < 0) return -1;
    const head = bytes.latin1Slice(at, end);
    const status = Number(head.slice(9, 12));
    if (!head.startsWith('HTTP/1.1 ') || !(status >= 100)) throw new Error(`No HTTP/1.1 response: ${head}`);
    if (status >= 200) this.begin(status, head);
    return end + HEAD_END.length;
  }

  begin(status, head) {
    this.events.onHead(status, head);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    if (/\r\ntransfer-encoding: *chunked/i.test(head)) this.part = 'readChunkSize';
    else if (length) this.expect(Number(length[1]));
    else if (status === 204 || status === 304) this.finish();
    // Neither length nor chunks: the body ends with the connection (RFC 9112, 6.3).
    else this.expect(Infinity);
  }

  expect(length) {
    this.left = length;
    if (length === 0) this.finish();
    else this.part = 'readBody';
  }

  readBody(bytes, at) {
    const end = this.take(bytes, at);
    if (this.left === 0) this.finish();
    return end;
  }

  readChunkSize(bytes, at) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) return -1;
    this.left = parseInt(bytes.latin1Slice(at, end), 16);
    if (!(this.left >= 0)) throw new Error('No chunk size where one has to be');
    this.part = this.left === 0 ? 'readTrailer' : 'readChunk';
    return end + 2;
  }

  readChunk(bytes, at) {
    const end = this.take(bytes, at);
    if (this.left === 0) this.part = 'readChunkEnd';
    return end;
  }

  readChunkEnd(bytes, at) {
    if (bytes.length < at + 2) return -1;
    if (bytes[at] !== 13 || bytes[at + 1] !== 10) throw new Error('A chunk is longer than its size');
    this.part = 'readChunkSize';
    return at + 2;
  }

  readTrailer(bytes, at) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) return -1;
    if (end === at) this.finish();
    return end + 2;
  }

  take(bytes, at) {
    const end = Math.min(bytes.length, at + this.left);
    this.left -= end - at;
    this.events.onBody(at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end));
    return end;
  }

  finish() {
    this.part = 'readHead';
    this.events.onEnd();
  }
}
