import { setTimeout as delay } from 'node:timers/promises';
import { PostConnection } from './post-connection.mjs';
import { openSession } from './open-session.mjs';

const CALL = '{"jsonrpc":"2.0","id":"bulk","method":"tools/call","params":{"name":"bulk","arguments":{}}}';

/** A client that asks for much and reads nothing; when the server cuts its stream it comes back. */
export class StoppedReader {
  /**
   * @param {import('./target.mjs').Target} target
   * @param {number} intervalMs between its calls
   */
  constructor(target, intervalMs) {
    this.target = target;
    this.intervalMs = intervalMs;
    this.connection = new PostConnection(target);
  }

  /** @returns {Promise<number>} how often its stream was cut */
  async run(seconds) {
    const deadline = performance.now() + seconds * 1000;
    let timesCut = 0;
    let session;
    while (performance.now() < deadline) {
      session ??= await this.open();
      // Not as a call of the session: that would fail as soon as the stream is cut.
      const status = await this.connection.post(session.head, CALL);
      if (status !== 202 && status !== 404)
        throw new Error(`POST was answered ${status}: ${this.connection.body}`);
      // The stream was cut, and its session with it.
      if (status === 404) {
        timesCut++;
        session.stream.close();
        session = undefined;
      }
      await delay(this.intervalMs);
    }
    session?.stream.close();
    this.connection.close();
    return timesCut;
  }

  async open() {
    const session = await openSession(this.target, this.connection);
    session.stream.pause();
    return session;
  }
}
