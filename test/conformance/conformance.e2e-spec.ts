import { join } from 'node:path';
import { describeWith } from '../support/available.js';
import { run } from '../support/clients/clients.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { ConformanceModule } from './fixture.module.js';

const PROMPTS = [
  'prompts-list',
  'prompts-get-simple',
  'prompts-get-with-args',
  'prompts-get-embedded-resource',
  'prompts-get-with-image',
  'completion-complete',
];

/** What of each revision passes, scored or not: it needs what stands. */
const PASSES: readonly [revision: string, scenarios: readonly string[]][] = [
  [
    '2025-11-25',
    [
      'server-initialize',
      'server-session-lifecycle',
      'json-schema-2020-12',
      'server-sse-polling',
      ...PROMPTS,
    ],
  ],
  [
    '2026-07-28',
    [
      ...PROMPTS,
      'server-stateless',
      'json-schema-2020-12',
      'http-header-validation',
      'http-custom-header-server-validation',
      'server-sse-multiple-streams',
      'dns-rebinding-protection',
    ],
  ],
];

describeWith('ROOKERY_TEST_NODE24', 'The official conformance suite', (node24) => {
  describeWith('ROOKERY_TEST_CONFORMANCE', 'at one server', (suite) => {
    let server: RunningRookery;

    beforeAll(async () => {
      server = await startRookery({ RATE_LIMIT: 'off' }, ConformanceModule);
    });
    afterAll(() => server[Symbol.asyncDispose]());

    it.each(PASSES)(
      'passes for revision %s, but for what does not stand yet',
      async (revision, scenarios) => {
        const url = `${server.url.replace('127.0.0.1', 'localhost')}/mcp`;
        const failures = join(import.meta.dirname, `expected-failures-${revision}.yml`);
        const target = ['server', '--url', url, '--requirements', revision];
        const { status, stdout } = await run(node24, [suite, ...target, '--expected-failures', failures]);
        const summary = stdout.slice(stdout.indexOf('=== SUMMARY ==='));
        for (const scenario of scenarios) expect(summary).toContain(`✓ ${scenario}`);
        expect(status).toBe(0);
      },
    );
  });
});
