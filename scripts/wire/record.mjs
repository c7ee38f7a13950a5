// A set-up file of Jest: keeps what each client connection of a test receives, and writes it down by the test's name.
// `scripts/compare-wire.mjs` sets ROOKERY_RECORD_DIR and reads what is written.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join, relative } from 'node:path';

const RECORD = Symbol.for('rookery.wire-record');

// Test files of one worker share Node's modules: the methods are replaced once, and ask what belongs to the current file.
if (!(RECORD in Socket)) replaceMethods();

const connections = [];
Socket[RECORD] = {
  begin() {
    const parts = [];
    connections.push({ test: expect.getState().currentTestName ?? '', parts });
    return parts;
  },
};

afterAll(() => {
  const file = relative(process.cwd(), expect.getState().testPath);
  const records = connections.map(({ test, parts }) => ({
    test,
    received: Buffer.concat(parts).toString('latin1'),
  }));
  writeFileSync(
    join(process.env.ROOKERY_RECORD_DIR, `${randomUUID()}.json`),
    JSON.stringify({ file, records }),
  );
});

function replaceMethods() {
  const { connect, push } = Socket.prototype;
  Socket.prototype.connect = function (...args) {
    this[RECORD] = Socket[RECORD].begin();
    return connect.apply(this, args);
  };
  Socket.prototype.push = function (chunk, encoding) {
    if (Buffer.isBuffer(chunk)) this[RECORD]?.push(Buffer.from(chunk));
    return push.call(this, chunk, encoding);
  };
}
