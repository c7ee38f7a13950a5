import { EventStream } from './event-stream.mjs';
import { requestHead } from './target.mjs';

const PROTOCOL_VERSION = '2025-11-25';
const CLIENT = { name: 'rookery-bench', version: '1.0.0' };

// Of all sessions together, so that an answer on a stranger's stream has an id that is unknown there.
let lastId = 0;

/** A session over HTTP+SSE that checks every answer: its id is waited for, its text is right, and it comes once. */
export class Session {
  /** @param {import('./target.mjs').Target} target */
  constructor(target) {
    this.target = target;
    /** @type {Map<number, { check: Function, resolve: Function, reject: Function, sentAt: number }>} */
    this.pending = new Map();
    /** @type {Error | undefined} why the session is of no use any more */
    this.failure = undefined;
    /** Of a POST, up to the length of its body. */
    this.head = '';
    /** Called with the method of each notification. */
    this.onNotification = () => undefined;
    this.endpointFound = withResolvers();
    this.stream = new EventStream(target, {
      onEvent: (type, data) => this.receive(type, data),
      onLost: (error) => this.fail(error),
    });
  }

  /**
   * @param {import('./target.mjs').Target} target
   * @param {import('./post-connection.mjs').PostConnection} connection for the messages of the handshake
   */
  static async open(target, connection) {
    const session = new Session(target);
    await session.initialize(connection);
    return session;
  }

  async initialize(connection) {
    this.head = this.postHead(await this.endpointFound.promise, []);
    const { result } = await this.request(connection, 'initialize', {
      protocolVersion: PROTOCOL_VERSION,
      capabilities: {},
      clientInfo: CLIENT,
    });
    this.head = this.postHead(this.endpoint, [`mcp-protocol-version: ${result.protocolVersion}`]);
    await this.post(connection, '{"jsonrpc":"2.0","method":"notifications/initialized"}');
  }

  /**
   * Calls `echo` with a text of 20 bytes.
   * @param {import('./post-connection.mjs').PostConnection} connection
   * @returns {Promise<number>} milliseconds from the request to its answer on the stream
   */
  async call(connection) {
    const id = ++lastId;
    const text = `message ${String(id).padStart(12, '0')}`;
    const answer = this.expectAnswer(id, (message) => saysOnly(message, text));
    await this.post(
      connection,
      `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"echo","arguments":{"message":"${text}"}}}`,
    );
    return (await answer).tookMs;
  }

  /** Sends a request and waits for its result. */
  async request(connection, method, params) {
    const id = ++lastId;
    const answer = this.expectAnswer(id, (message) => message.result !== undefined);
    await this.post(connection, JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return (await answer).message;
  }

  /** Sends a message, whose status has to be 202. */
  async post(connection, body) {
    const status = await connection.post(this.head, body).catch((error) => {
      this.fail(error);
      throw error;
    });
    if (status !== 202) this.fail(new Error(`POST was answered ${status}: ${connection.body}`));
    if (this.failure) throw this.failure;
  }

  /** @throws the reason why the session broke before */
  close() {
    if (this.failure) throw this.failure;
    this.stream.close();
    if (this.pending.size > 0) throw new Error(`${this.pending.size} calls have no answer`);
  }

  expectAnswer(id, check) {
    const { promise, resolve, reject } = withResolvers();
    // The POST may fail first, and then nobody waits here.
    promise.catch(() => undefined);
    this.pending.set(id, { check, resolve, reject, sentAt: performance.now() });
    return promise;
  }

  receive(type, data) {
    if (type === 'endpoint') this.endpointFound.resolve(data);
    else if (type === 'message') this.receiveMessage(JSON.parse(data), data);
  }

  receiveMessage(message, text) {
    if (message.method !== undefined) {
      if (message.id !== undefined) throw new Error(`The server asks for something: ${text}`);
      this.onNotification(message.method);
      return;
    }
    const pending = this.pending.get(message.id);
    if (!pending) throw new Error(`Nobody waits for this answer: ${text}`);
    if (!pending.check(message)) throw new Error(`The answer is wrong: ${text}`);
    this.pending.delete(message.id);
    pending.resolve({ message, tookMs: performance.now() - pending.sentAt });
  }

  fail(error) {
    this.failure ??= error;
    this.stream.close();
    this.endpointFound.reject(error);
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
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

function saysOnly({ result }, text) {
  const content = result?.content;
  return (
    content?.length === 1 && content[0].type === 'text' && content[0].text === text && result.isError !== true
  );
}

function withResolvers() {
  let resolve, reject;
  const promise = new Promise((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
