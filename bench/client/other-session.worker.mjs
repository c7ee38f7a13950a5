// A session that calls one `echo` after the other from a thread of its own, so that what the main thread has to read does not
// count as waiting. It stops at the first message and then tells of every call: when it began, in ms of the epoch, and how long
// it took.
import { parentPort, workerData } from 'node:worker_threads';
import { PostConnection } from './post-connection.mjs';
import { openSession } from './open-session.mjs';

const stop = new AbortController();
parentPort.once('message', () => stop.abort());

const connection = new PostConnection(workerData);
const session = await openSession(workerData, connection);
parentPort.postMessage('open');

const calls = [];
while (!stop.signal.aborted) {
  const beganAt = performance.timeOrigin + performance.now();
  calls.push({ beganAt, tookMs: await session.call(connection) });
}
session.close();
connection.close();
parentPort.postMessage(calls);
