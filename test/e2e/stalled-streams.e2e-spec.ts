import { join } from 'node:path';
import { OpenStreams, SessionsService } from '../../src/sessions/index.js';
import { PendingBytesBudget } from '../../src/transport/event-stream/index.js';
import { describeWith } from '../support/available.js';
import { eventually } from '../support/eventually.js';
import { startRookery } from '../support/servers/rookery.js';
import { ROOT } from '../support/servers/server-process.js';
import { SlowReader } from '../support/wire/slow-reader.js';

const TLS = join(ROOT, 'test/support/wire/tls');
const MESSAGE_BYTES = 1_000_000;
const STALL_SECONDS = 30;

describeWith('ROOKERY_TEST_PYTHON', 'Of two clients of a message of 1 MB', (python) => {
  it.each([
    ['TCP', {}],
    ['TLS', { TLS_CERT_FILE: join(TLS, 'certificate.pem'), TLS_KEY_FILE: join(TLS, 'key.pem') }],
  ])(
    'the one that reads nothing is cut after 30 s, and the one that reads 20 kB/s gets it all, over %s',
    async (_name, environment) => {
      await using server = await startRookery(environment);
      const sessions = server.rookery.app.get(SessionsService);
      const streams = server.rookery.app.get(OpenStreams);
      const budget = server.rookery.app.get(PendingBytesBudget);
      await using stalled = new SlowReader(python, `${server.url}/sse`, 0, 0);
      await using slow = new SlowReader(python, `${server.url}/sse`, 20_000, MESSAGE_BYTES);
      await Promise.all([stalled.endpoint(), slow.endpoint()]);
      const begunMs = performance.now();
      for (const session of sessions.all()) session.push('x'.repeat(MESSAGE_BYTES));
      await eventually(() => streams.count === 1, Boolean, 60_000);
      expect(performance.now() - begunMs).toBeGreaterThanOrEqual(STALL_SECONDS * 1000);
      expect(budget.cutCount('stalled')).toBe(1);
      expect(await slow.receivedBytes()).toBeGreaterThanOrEqual(MESSAGE_BYTES);
      expect([streams.count, budget.cutCount('stalled')]).toEqual([1, 1]);
    },
    180_000,
  );
});
