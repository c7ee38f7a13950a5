import { Optional } from '@nestjs/common';
import { ListOptions, paginate } from '../features/index.js';
import { EncodedResult, isAllowed, type RequestContext, RequestHandler } from '../json-rpc/index.js';
import type { Params } from '../protocol/index.js';
import { ToolRegistry } from './tool-registry.js';

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#listing-tools */
@RequestHandler('tools/list')
export class ListToolsHandler implements RequestHandler {
  constructor(
    private readonly tools: ToolRegistry,
    @Optional() private readonly options: ListOptions = new ListOptions(),
  ) {}

  /** The tools that the caller may call. @throws InvalidParamsError for a cursor that was never given */
  handle({ cursor }: Params, { principal }: RequestContext): EncodedResult {
    const visible = this.tools.view(({ access }) => isAllowed(access, principal));
    const { members, nextCursor } = paginate(visible.list(), cursor, this.options.pageSize);
    const page = members.map(({ json }) => json).join(',');
    const next = nextCursor === undefined ? '' : `,"nextCursor":${JSON.stringify(nextCursor)}`;
    return new EncodedResult(`{"tools":[${page}]${next}}`);
  }
}
