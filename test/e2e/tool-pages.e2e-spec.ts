import { Injectable, Logger, Module, type OnModuleInit, type Type } from '@nestjs/common';
import { ToolRegistry, type ToolRegistration } from '../../src/index.js';
import { startRookery } from '../support/servers/rookery.js';
import { post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

/** Clients drop an event that is larger. */
const MAX_EVENT_BYTES = 1024 * 1024;

/** What one character takes on an event stream. */
const LINE_SEPARATOR = '\u2028';
const LINE_SEPARATOR_BYTES = 6;

/** A module that has these tools when the server starts. */
function moduleOf(tools: readonly Partial<ToolRegistration>[]): Type {
  @Injectable()
  class ManyTools implements OnModuleInit {
    constructor(private readonly registry: ToolRegistry) {}

    onModuleInit(): void {
      for (const [index, tool] of tools.entries())
        this.registry.register({ name: nameOf(index), description: 'A tool', call: () => 'called', ...tool });
    }
  }

  @Module({ providers: [ManyTools] })
  class ManyToolsModule {}
  return ManyToolsModule;
}

const nameOf = (index: number): string => `tool-${String(index).padStart(5, '0')}`;
const small = (count: number): Partial<ToolRegistration>[] => Array.from({ length: count }, () => ({}));
const large = (description: string): Partial<ToolRegistration> => ({ description });

interface ToolsPage {
  readonly tools: { name: string }[];
  readonly nextCursor?: string;
}

/** The pages of `tools/list` over HTTP+SSE. */
async function pagesOf(url: string): Promise<ToolsPage[]> {
  await using stream = await SseStream.open(`${url}/sse`);
  const endpoint = await stream.endpoint();
  const pages: ToolsPage[] = [];
  do {
    await post(endpoint, rpc(pages.length, 'tools/list', { cursor: pages.at(-1)?.nextCursor }));
    pages.push((await stream.responseTo(pages.length))['result'] as ToolsPage);
  } while (pages.at(-1)!.nextCursor !== undefined);
  return pages;
}

describe('tools/list', () => {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  beforeEach(() => warn.mockClear());
  afterAll(() => warn.mockRestore());

  /** What was said at the start of the pages of lists. */
  const warnings = (): string[] =>
    warn.mock.calls.map(([line]) => String(line)).filter((line) => line.includes('page'));

  /** How many tools each page has, once every tool was found on exactly one. */
  async function sizesOf(
    tools: readonly Partial<ToolRegistration>[],
    environment: NodeJS.ProcessEnv = {},
  ): Promise<number[]> {
    await using server = await startRookery(environment, moduleOf(tools));
    const pages = await pagesOf(server.url);
    for (const page of pages)
      if (page.tools.length > 1) expect(bytesOnStream(page)).toBeLessThan(MAX_EVENT_BYTES);
    expect(pages.flatMap((page) => page.tools.map(({ name }) => name))).toEqual(
      tools.map((_, index) => nameOf(index)),
    );
    return pages.map((page) => page.tools.length);
  }

  it('is one page of 1000 tools, since many clients read only the first', async () => {
    expect(await sizesOf(small(1000))).toEqual([1000]);
    expect(warnings()).toEqual([]);
  });

  it('warns at the start of tools that are not on the first page', async () => {
    expect(await sizesOf(small(1001))).toEqual([1000, 1]);
    expect(warnings()).toEqual([
      'The first page of tools/list holds 1000 of 1001 tools, and many clients read only that page. Serve fewer, or raise LIST_PAGE_SIZE (`lists.pageSize` of McpModule)',
    ]);
  });

  it('warns of a page that the operator made small', async () => {
    expect(await sizesOf(small(3), { LIST_PAGE_SIZE: '2' })).toEqual([2, 1]);
    expect(warnings()).toEqual([expect.stringContaining('holds 2 of 3 tools')]);
  });

  it('ends a page before it is an event that clients drop', async () => {
    expect(await sizesOf(Array.from({ length: 5 }, () => large('d'.repeat(400_000))))).toEqual([2, 2, 1]);
    expect(warnings()).toEqual([
      'The first page of tools/list holds 2 of 5 tools, and many clients read only that page. Serve fewer, or shorten their descriptions and schemas: a page ends before 900000 bytes',
    ]);
  });

  it('counts the bytes that an event stream sends', async () => {
    const description = LINE_SEPARATOR.repeat(400_000 / LINE_SEPARATOR_BYTES);
    expect(await sizesOf(Array.from({ length: 3 }, () => large(description)))).toEqual([2, 1]);
  });

  it('gives a page of its own to a tool that is larger than a page', async () => {
    const tools = [...small(2), large('d'.repeat(1_100_000)), ...small(2)];
    expect(await sizesOf(tools)).toEqual([2, 1, 2]);
  });
});

function bytesOnStream(page: ToolsPage): number {
  const json = JSON.stringify(page);
  return Buffer.byteLength(json.replaceAll(LINE_SEPARATOR, ' '.repeat(LINE_SEPARATOR_BYTES)));
}
