import { connect } from 'node:net';
import { ResponseParser } from './response-parser.mjs';
import { SseParser } from './sse-parser.mjs';
import { requestHead } from './target.mjs';

/** The response to a GET of a session. */
export class EventStream {
  /**
   * @param {import('./target.mjs').Target} target
   * @param {{ path: string, headers?: readonly string[] }} request
   * @param {{ onHead?: () => void, onEvent: (type: string, data: string) => void, onLost: (error: Error) => void }} events
   *   `onLost` is told when the stream ends other than by {@link close}
   */
  constructor(target, { path, headers = [] }, { onHead, onEvent, onLost }) {
    this.closed = false;
    this.onLost = onLost;
    this.socket = connect({ host: target.host, port: target.port, noDelay: true });
    const events = new SseParser(onEvent);
    const parser = new ResponseParser({
      onHead: (status, head) => {
        assertEventStream(status, head);
        onHead?.();
      },
      onBody: (bytes) => events.push(bytes),
      onEnd: () => this.lose(new Error('The server ended a stream')),
    });
    this.socket.on('data', (bytes) => {
      try {
        parser.push(bytes);
      } catch (error) {
        this.lose(error);
      }
    });
    this.socket.on('error', (error) => this.lose(error));
    this.socket.on('close', () => this.lose(new Error('The server closed the connection of a stream')));
    const own = ['accept: text/event-stream', ...headers];
    this.socket.write(`${requestHead(target, `GET ${path}`, own)}\r\n\r\n`);
  }

  /** Stops reading, so that the server's bytes pile up. */
  pause() {
    this.socket.pause();
  }

  close() {
    this.closed = true;
    this.socket.destroy();
  }

  lose(error) {
    if (this.closed) return;
    this.close();
    this.onLost(error);
  }
}

function assertEventStream(status, head) {
  if (status !== 200 || !/\r\ncontent-type: *text\/event-stream/i.test(head))
    throw new Error(`This is no event stream: ${head}`);
  if (/\r\ncontent-encoding:/i.test(head)) throw new Error('The stream is compressed');
}
