import { EventStream } from './event-stream.mjs';
import { Session, withResolvers } from './session.mjs';
import { requestHead } from './target.mjs';

/** Messages are posted, and answered on the stream that the session has to its end. */
export class HttpSseSession extends Session {
  /** @param {import('./target.mjs').Target} target */
  constructor(target) {
    super(target);
    this.endpointFound = withResolvers();
    this.stream = new EventStream(
      target,
      { path: '/sse' },
      {
        onEvent: (type, data) => this.receiveEvent(type, data),
        onLost: (error) => this.fail(error),
      },
    );
  }

  async initialize(connection) {
    this.head = this.postHead(await this.endpointFound.promise, []);
    await super.initialize(connection);
  }

  agreeOn(revision) {
    this.head = this.postHead(this.endpoint, [`mcp-protocol-version: ${revision}`]);
  }

  /** Sends a message, whose status has to be 202. */
  async post(connection, body) {
    const status = await this.send(connection, this.head, body);
    if (status !== 202) this.refuse(status, connection);
  }

  /** The session is over with its stream. */
  async end() {
    this.close();
  }

  dropStream() {
    this.stream.close();
  }

  fail(error) {
    super.fail(error);
    this.endpointFound.reject(error);
  }

  receiveEvent(type, data) {
    if (type === 'endpoint') this.endpointFound.resolve(data);
    else if (type === 'message') this.receive(data);
  }

  postHead(endpoint, headers) {
    const base = `http://${this.target.host}:${this.target.port}`;
    const url = new URL(endpoint, `${base}/sse`);
    if (url.origin !== base) throw new Error(`The endpoint is elsewhere: ${endpoint}`);
    this.endpoint = endpoint;
    const own = ['accept: */*', 'content-type: application/json', ...headers];
    return `${requestHead(this.target, `POST ${url.pathname}${url.search}`, own)}\r\ncontent-length: `;
  }
}
