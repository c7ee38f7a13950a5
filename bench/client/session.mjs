const PROTOCOL_VERSION = '2025-11-25';
/** What the load says it is. */
export const CLIENT = { name: 'rookery-bench', version: '1.0.0' };

// Of all sessions together, so that an answer on a stranger's stream has an id that is unknown there.
let lastId = 0;

/**
 * A session that checks every answer: its id is waited for, its text is right, and it comes once. What differs by wire is in the
 * classes that extend it: `post`, `agreeOn`, `end` and `dropStream`.
 */
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
    /** JSON that the params of each call begin with. */
    this.paramsBegin = '';
    /** Called with the method of each notification. */
    this.onNotification = () => undefined;
  }

  /** @param {import('./post-connection.mjs').PostConnection} connection for the messages of the handshake */
  async initialize(connection) {
    const { result } = await this.request(connection, 'initialize', {
      protocolVersion: PROTOCOL_VERSION,
      capabilities: {},
      clientInfo: CLIENT,
    });
    this.agreeOn(result.protocolVersion);
    await this.post(connection, '{"jsonrpc":"2.0","method":"notifications/initialized"}');
  }

  /**
   * Calls `echo` with a text of 20 bytes.
   * @param {import('./post-connection.mjs').PostConnection} connection
   * @returns {Promise<number>} milliseconds from the request to its answer
   */
  async call(connection) {
    const id = ++lastId;
    const text = `message ${String(id).padStart(12, '0')}`;
    const answer = this.expectAnswer(id, (message) => saysOnly(message, text));
    await this.post(
      connection,
      `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{${this.paramsBegin}"name":"echo","arguments":{"message":"${text}"}}}`,
      id,
    );
    return (await answer).tookMs;
  }

  /** Sends a request and waits for its result. */
  async request(connection, method, params) {
    const id = ++lastId;
    const answer = this.expectAnswer(id, (message) => message.result !== undefined);
    await this.post(connection, JSON.stringify({ jsonrpc: '2.0', id, method, params }), id);
    return (await answer).message;
  }

  /** Sends a head and a body. @returns {Promise<number>} the status */
  async send(connection, head, body) {
    const status = await connection.post(head, body).catch((error) => {
      this.fail(error);
      throw error;
    });
    if (this.failure) throw this.failure;
    return status;
  }

  /** @throws the status that is not the expected one */
  refuse(status, connection) {
    const error = new Error(`The request was answered ${status}: ${connection.body}`);
    this.fail(error);
    throw error;
  }

  /** @throws the reason why the session broke before */
  close() {
    if (this.failure) throw this.failure;
    this.dropStream();
    if (this.pending.size > 0) throw new Error(`${this.pending.size} calls have no answer`);
  }

  expectAnswer(id, check) {
    const { promise, resolve, reject } = withResolvers();
    // The POST may fail first, and then nobody waits here.
    promise.catch(() => undefined);
    this.pending.set(id, { check, resolve, reject, sentAt: performance.now() });
    return promise;
  }

  /** @param {string} text one message */
  receive(text) {
    const message = JSON.parse(text);
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
    this.dropStream();
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }
}

function saysOnly({ result }, text) {
  const content = result?.content;
  return (
    content?.length === 1 && content[0].type === 'text' && content[0].text === text && result.isError !== true
  );
}

export function withResolvers() {
  let resolve, reject;
  const promise = new Promise((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
