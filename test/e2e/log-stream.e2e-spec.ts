import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/servers/server-process.js';

const SERVER = join(ROOT, 'test/support/servers/stderr-server.mjs');

describe('A service that logs to stderr', () => {
  it.each(['json', 'pretty'])('writes nothing to stdout, as %s', async (format) => {
    const env = { PATH: process.env['PATH'], PORT: '0', LOG_FORMAT: format };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [SERVER], { env });
    expect(stdout).toBe('a line of the program\n');
    expect(stderr).toContain('Listening on http://127.0.0.1:');
  });
});
