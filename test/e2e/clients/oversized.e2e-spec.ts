import { join } from 'node:path';
import { describeWith } from '../../support/available.js';
import { run } from '../../support/clients/clients.js';
import { startRookery } from '../../support/servers/rookery.js';
import { ROOT } from '../../support/servers/server-process.js';
import { LIMIT, MAX_BODY, SENTENCE } from '../../support/wire/oversized-bodies.js';

const OVERSIZED = join(ROOT, 'test/clients/python/oversized.py');

const CLIENTS = [
  ['ROOKERY_TEST_PYTHON', 'of Python'],
  ['ROOKERY_TEST_PYTHON_1_9', 'of Python in 2025'],
] as const;

describe('Arguments above MAX_BODY_BYTES', () => {
  for (const [variable, name] of CLIENTS)
    describeWith(variable, `of the client ${name}`, (python) => {
      it('have a result that says so, and the session goes on', async () => {
        await using server = await startRookery(MAX_BODY);
        const ended = await run(python, [OVERSIZED, `${server.url}/sse`, String(2 * LIMIT)]);
        expect([ended.status, ended.stderr]).toEqual([0, '']);
        expect(JSON.parse(ended.stdout)).toEqual([
          [true, expect.stringContaining(SENTENCE)],
          [false, 'still here'],
        ]);
      });
    });
});
