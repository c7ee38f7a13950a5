import { EventStream } from './event-stream.mjs';
import { Session, withResolvers } from './session.mjs';
import { SseParser } from './sse-parser.mjs';
import { requestHead } from './target.mjs';

const PATH = '/mcp';

/** Messages are posted, and answered in the response, as JSON or as a stream: what the server chooses. */
export class StreamableHttpSession extends Session {
  /** @param {import('./target.mjs').Target} target */
  constructor(target) {
    super(target);
    this.head = this.postHead([]);
    /** Name the session and its revision. @type {readonly string[]} */
    this.headers = [];
    /** @type {EventStream | undefined} */
    this.stream = undefined;
  }

  agreeOn(revision) {
    this.headers = [`mcp-session-id: ${this.sessionId}`, `mcp-protocol-version: ${revision}`];
    this.head = this.postHead(this.headers);
  }

  /** Sends a message. One with an id has to be answered in the response; the status of one without has to be 202. */
  async post(connection, body, id) {
    const status = await this.send(connection, this.head, body);
    if (status !== (id === undefined ? 202 : 200)) this.refuse(status, connection);
    if (id === undefined) return;
    this.sessionId ??= /\r\nmcp-session-id: *(\S+)/i.exec(connection.responseHead)?.[1];
    try {
      this.receiveBody(connection);
      if (this.pending.has(id)) throw new Error(`This has no answer: ${connection.body}`);
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  /** Opens the stream for what belongs to no request. It is open when the server has said so. */
  async listen() {
    const opened = withResolvers();
    this.stream = new EventStream(
      this.target,
      { path: PATH, headers: this.headers },
      {
        onHead: opened.resolve,
        onEvent: (_type, data) => this.receiveData(data),
        onLost: (error) => {
          opened.reject(error);
          this.fail(error);
        },
      },
    );
    await opened.promise;
  }

  async end(connection) {
    this.close();
    const head = `${requestHead(this.target, `DELETE ${PATH}`, this.headers)}\r\ncontent-length: `;
    const status = await this.send(connection, head, '');
    if (status !== 200) this.refuse(status, connection);
  }

  dropStream() {
    this.stream?.close();
  }

  receiveBody({ responseHead, body }) {
    if (/\r\ncontent-type: *application\/json/i.test(responseHead)) this.receive(body);
    else new SseParser((_type, data) => this.receiveData(data)).push(Buffer.from(body));
  }

  /** An event without data only tells an id to come back with. */
  receiveData(data) {
    if (data !== '') this.receive(data);
  }

  postHead(headers) {
    const own = ['accept: application/json, text/event-stream', 'content-type: application/json', ...headers];
    return `${requestHead(this.target, `POST ${PATH}`, own)}\r\ncontent-length: `;
  }
}
