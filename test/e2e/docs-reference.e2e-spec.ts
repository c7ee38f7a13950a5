import { DrainOptions } from '../../src/drain/index.js';
import { ListOptions } from '../../src/features/index.js';
import { HttpEdgeOptions } from '../../src/http-edge/index.js';
import { CallOptions, ServerOptions, SubscriptionsOptions } from '../../src/json-rpc/index.js';
import { PromptsOptions } from '../../src/prompts/index.js';
import { ResourcesOptions } from '../../src/resources/index.js';
import { SessionsOptions } from '../../src/sessions/index.js';
import { ThrottlingOptions } from '../../src/throttling/throttling.options.js';
import { ToolsOptions } from '../../src/tools/index.js';
import { EventStreamOptions } from '../../src/transport/event-stream/index.js';
import { HttpSseOptions } from '../../src/transport/http-sse/index.js';
import { StatelessHttpOptions } from '../../src/transport/stateless-http/index.js';
import { StreamableHttpOptions } from '../../src/transport/streamable-http/index.js';
import { readMarkdown } from '../support/docs/snippets.js';

const GROUPS: Readonly<Record<string, new () => object>> = {
  server: ServerOptions,
  calls: CallOptions,
  tools: ToolsOptions,
  prompts: PromptsOptions,
  resources: ResourcesOptions,
  subscriptions: SubscriptionsOptions,
  lists: ListOptions,
  sessions: SessionsOptions,
  streams: EventStreamOptions,
  httpSse: HttpSseOptions,
  streamableHttp: StreamableHttpOptions,
  statelessHttp: StatelessHttpOptions,
  edge: HttpEdgeOptions,
  drain: DrainOptions,
};

/** The names of `rookery` stand on several pages. */
const pages = ['tools', 'prompts', 'resources'].map((page) => readMarkdown(`docs/reference/${page}.md`));

/** The texts of a section on each page that has it, from its heading to the next one of its level. */
function sections(heading: string): string[] {
  const level = /^#+ /.exec(heading)![0];
  return pages.flatMap((page) => {
    const [, ...after] = `\n${page}`.split(`\n${heading}\n`);
    return after.map((text) => text.split(`\n${level}`)[0]!);
  });
}

/** The text of the one section with a heading. */
function section(heading: string): string {
  const found = sections(heading);
  expect([heading, found.length]).toEqual([heading, 1]);
  return found[0]!;
}

/** The first cells of the section's table, without their backticks, and the second ones. */
function rows(heading: string): [name: string, value: string][] {
  const cells = section(heading).matchAll(/^\| `([^`]+)` \| (.+?) \|/gm);
  return [...cells].map(([, name, value]) => [name!, value!]);
}

function exportsOf(file: string): string[] {
  return [...readMarkdown(file).matchAll(/^export \{([^}]+)\}/gm)]
    .flatMap(([, names]) => names!.split(','))
    .map((name) => name.replace('type ', '').trim())
    .filter(Boolean);
}

describe('The reference', () => {
  it('shows the main.ts of the example', () => {
    expect(section('### `createRookery`')).toContain(
      `\`\`\`ts\n${readMarkdown('examples/own-server/src/main.ts')}\`\`\`\n`,
    );
  });

  it.each([
    ['rookery', 'src/index.ts'],
    ['rookery/service', 'src/service/index.ts'],
    ['rookery/auth', 'src/auth/index.ts'],
    ['rookery/health', 'src/health/index.ts'],
    ['rookery/metrics', 'src/metrics/index.ts'],
    ['rookery/throttling', 'src/throttling/index.ts'],
    ['rookery/resources', 'src/directory/index.ts'],
    ['rookery/testing', 'src/testing/index.ts'],
  ])('has a section for each name that %s exports, and no other', (name, file) => {
    const documented = [
      ...sections(`## \`${name}\``)
        .join('\n')
        .matchAll(/^### `(.+)`$/gm),
    ].map(([, heading]) => heading!);
    expect(documented.length).toBeGreaterThan(0);
    expect(documented.toSorted()).toEqual(exportsOf(file).toSorted());
    expect(readMarkdown(file)).not.toMatch(/^export (\*|const|function|class|type)/m);
  });

  it('has each option of the server, with its default', () => {
    const documented = new Map(rows('### `McpModuleOptions`'));
    for (const [group, optionsClass] of Object.entries(GROUPS))
      for (const [name, value] of Object.entries(new optionsClass())) {
        const shown = documented.get(`${group}.${name}`);
        expect([group, name, typeof shown]).toEqual([group, name, 'string']);
        if (shown!.startsWith('`') && !shown!.includes('.'))
          expect([name, shown]).toEqual([name, `\`${JSON.stringify(value).replaceAll('"', "'")}\``]);
      }
    const optional = ['wires', 'path', 'aliases', 'server.title', 'server.instructions', 'directRoutes'];
    const known = Object.entries(GROUPS).flatMap(([group, optionsClass]) =>
      Object.keys(new optionsClass()).map((name) => `${group}.${name}`),
    );
    expect([...documented.keys()].toSorted()).toEqual([...new Set([...known, ...optional])].toSorted());
  });

  it('has each option of ThrottlingModule, with its default', () => {
    const options = Object.entries(new ThrottlingOptions());
    const shown = options.map(([name, value]) => [name, `\`${JSON.stringify(value).replaceAll('"', "'")}\``]);
    expect(rows('### `ThrottlingModuleOptions`')).toEqual(shown);
  });

  it.each([
    ['ToolOptions', 'src/tools/tool.decorator.ts'],
    ['PromptOptions', 'src/prompts/prompt.decorator.ts'],
    ['DescribedResourceOptions', 'src/resources/resource.decorator.ts'],
    ['DirectoryOptions', 'src/directory/directory.options.ts'],
    ['DescribeOptions', 'src/schemas/describe.decorator.ts'],
    ['ConnectOptions', 'src/testing/connect.ts'],
    ['RookeryOptions', 'src/service/rookery.options.ts'],
  ])('has each of %s', (name, file) => {
    const declaration = new RegExp(`^export interface ${name} \\{\\n([^]*?)^\\}`, 'm').exec(
      readMarkdown(file),
    )!;
    const declared = [...declaration[1]!.matchAll(/^ {2}(?:readonly )?(\w+)\??:/gm)].map(
      ([, option]) => option!,
    );
    expect(rows(`### \`${name}\``).map(([option]) => option)).toEqual(declared);
  });
});
