import { ENVIRONMENT } from '../../src/config/index.js';
import { DrainOptions } from '../../src/drain/index.js';
import { ListOptions } from '../../src/features/index.js';
import { HttpEdgeOptions } from '../../src/http-edge/index.js';
import { CallOptions } from '../../src/json-rpc/index.js';
import { SessionsOptions } from '../../src/sessions/index.js';
import { ThrottlingOptions } from '../../src/throttling/throttling.options.js';
import { ToolsOptions } from '../../src/tools/index.js';
import { EventStreamOptions } from '../../src/transport/event-stream/index.js';
import { readMarkdown } from '../support/docs/snippets.js';

interface Row {
  readonly value: string;
  readonly variable: string;
  readonly option: string;
}

/** The tables' rows: limit, default, variable, option, what the client sees. */
const rows: Row[] = [
  ...readMarkdown('docs/production/limits.md').matchAll(/^\|.+?\| (.+?) \| (.+?) \| (.+?) \| .+ \|$/gm),
].map(([, value, variable, option]) => ({ value: value!, variable: variable!, option: option! }));

const GROUPS = {
  'calls.': CallOptions,
  'tools.': ToolsOptions,
  'lists.': ListOptions,
  'sessions.': SessionsOptions,
  'streams.': EventStreamOptions,
  'drain.': DrainOptions,
  'edge.': HttpEdgeOptions,
  '': ThrottlingOptions,
};

/** How many proxies are trusted is a number, and no limit. */
const NO_LIMITS = new Set(['edge.trustProxy']);

describe('docs/production/limits.md', () => {
  const { Limits, Times, 'Resuming a stream': Resuming, 'HTTP+SSE': HttpSse } = ENVIRONMENT;
  const { HEARTBEAT_SECONDS } = HttpSse;

  it.each(Object.entries({ ...Limits, ...Times, ...Resuming, HEARTBEAT_SECONDS }))(
    'has %s, with its default',
    (name, { fallback, ...variable }) => {
      const shown = 'shownDefault' in variable ? variable.shownDefault : `\`${fallback}\``;
      const values = rows.filter((row) => row.variable === `\`${name}\``).map(({ value }) => value);
      expect([name, values]).toEqual([name, expect.arrayContaining([shown])]);
    },
  );

  it('has every limit of the modules', () => {
    const options = rows.map(({ option }) => option).join(' ');
    for (const [group, optionsClass] of Object.entries(GROUPS))
      for (const [key, value] of Object.entries(new optionsClass())) {
        const name = group + key;
        if ((typeof value !== 'number' && group !== '') || NO_LIMITS.has(name)) continue;
        expect([name, options.includes(`\`${name}\``)]).toEqual([name, true]);
      }
  });
});
