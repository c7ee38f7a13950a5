import { Optional } from '@nestjs/common';
import { ListOptions, paginate } from '../features/index.js';
import { EncodedResult, RequestHandler } from '../json-rpc/index.js';
import type { Params } from '../protocol/index.js';
import type { RegisteredTool } from './registered-tool.js';
import { ToolRegistry } from './tool.registry.js';

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#listing-tools */
@RequestHandler('tools/list')
export class ListToolsHandler implements RequestHandler {
  /** Pages as they were last sent, for as long as the list is this one. */
  private pages = new Map<unknown, EncodedResult>();
  private listed: readonly RegisteredTool[] | undefined;

  constructor(
    private readonly tools: ToolRegistry,
    @Optional() private readonly options: ListOptions = new ListOptions(),
  ) {}

  /** @throws InvalidParamsError for a cursor that was never given */
  handle({ cursor }: Params): EncodedResult {
    const tools = this.tools.list();
    if (tools !== this.listed) this.pages.clear();
    this.listed = tools;
    const known = this.pages.get(cursor);
    if (known) return known;
    const page = this.encode(tools, cursor);
    if (this.pages.size <= tools.length) this.pages.set(cursor, page);
    return page;
  }

  private encode(list: readonly RegisteredTool[], cursor: unknown): EncodedResult {
    const { members, nextCursor } = paginate(list, nameOf, cursor, this.options.pageSize);
    const tools = members.map(({ definition }) => definition);
    return new EncodedResult(JSON.stringify({ tools, nextCursor }));
  }
}

function nameOf({ definition }: RegisteredTool): string {
  return definition.name;
}
