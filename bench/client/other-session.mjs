import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const SCRIPT = new URL('./other-session.worker.mjs', import.meta.url);

/** Somebody else's session, whose calls show how long others wait. */
export class OtherSession {
  /** @param {Worker} worker */
  constructor(worker) {
    this.worker = worker;
    /** Rejects when a call fails. */
    this.failed = new Promise((_, reject) => worker.once('error', reject));
    this.failed.catch(() => undefined);
  }

  /** @param {import('./target.mjs').Target} target */
  static async open(target) {
    const session = new OtherSession(new Worker(SCRIPT, { workerData: target }));
    await session.message();
    return session;
  }

  /** @returns {Promise<readonly { beganAt: number, tookMs: number }[]>} all its calls; it is over then */
  async finish() {
    this.worker.postMessage('stop');
    return this.message();
  }

  async message() {
    const [value] = await Promise.race([once(this.worker, 'message'), this.failed]);
    return value;
  }
}

/** Milliseconds of the epoch, the same in all threads. */
export function now() {
  return performance.timeOrigin + performance.now();
}
