import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const SCRIPT = new URL('./other-session.worker.mjs', import.meta.url);

/** Somebody else's session, whose calls show how long others wait. */
export class OtherSession {
  /** @param {Worker} worker */
  constructor(worker) {
    this.worker = worker;
  }

  /** @param {import('./target.mjs').Target} target */
  static async open(target) {
    const worker = new Worker(SCRIPT, { workerData: target });
    await once(worker, 'message');
    return new OtherSession(worker);
  }

  /** @returns {Promise<readonly { beganAt: number, tookMs: number }[]>} all its calls; it is over then */
  async finish() {
    this.worker.postMessage('stop');
    const [calls] = await once(this.worker, 'message');
    return calls;
  }
}

/** Milliseconds of the epoch, the same in all threads. */
export function now() {
  return performance.timeOrigin + performance.now();
}
