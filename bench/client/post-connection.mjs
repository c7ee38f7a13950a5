import { connect } from 'node:net';
import { ResponseParser } from './response-parser.mjs';

/** A keep-alive connection for requests with a body, one at a time. It is opened at the first, and again when the server closed it. */
export class PostConnection {
  /** @param {import('./target.mjs').Target} target */
  constructor(target) {
    this.target = target;
    this.socket = undefined;
    this.waiting = undefined;
    this.status = 0;
    /** Of the last response: its status line and headers. */
    this.responseHead = '';
    this.body = '';
  }

  /**
   * @param {string} head of the request, up to the length of its body
   * @param {string} body
   * @returns {Promise<number>} the status
   */
  post(head, body) {
    if (this.waiting) throw new Error('This connection has a request under way');
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.body = '';
      this.socket ??= this.open();
      this.socket.write(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  close() {
    this.waiting = undefined;
    this.socket?.destroy();
    this.socket = undefined;
  }

  open() {
    const socket = connect({ host: this.target.host, port: this.target.port, noDelay: true });
    const parser = new ResponseParser({
      onHead: (status, head) => {
        this.status = status;
        this.responseHead = head;
      },
      onBody: (bytes) => (this.body += bytes),
      onEnd: () => this.settle((waiting) => waiting.resolve(this.status)),
    });
    const lose = (error) => {
      if (this.socket !== socket) return;
      this.socket = undefined;
      socket.destroy();
      this.settle((waiting) => waiting.reject(error));
    };
    socket.on('data', (bytes) => {
      try {
        parser.push(bytes);
      } catch (error) {
        lose(error);
      }
    });
    socket.on('error', lose);
    socket.on('close', () => lose(new Error('The server closed the connection of a POST without an answer')));
    return socket;
  }

  settle(how) {
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting) how(waiting);
  }
}
