import { Optional } from '@nestjs/common';
import { encodeListPage, ListOptions } from '../features/index.js';
import { type EncodedResult, type RequestContext, RequestHandler } from '../json-rpc/index.js';
import { type Params, REVISIONS } from '../protocol/index.js';
import { ToolRegistry } from './tool-registry.js';

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#listing-tools */
@RequestHandler('tools/list', { revisions: REVISIONS })
export class ListToolsHandler implements RequestHandler {
  constructor(
    private readonly tools: ToolRegistry,
    @Optional() private readonly options: ListOptions = new ListOptions(),
  ) {}

  /** The tools that the caller may call. @throws InvalidParamsError for a cursor that was never given */
  handle(params: Params, context: RequestContext): EncodedResult {
    return encodeListPage('tools', this.tools, params, context, this.options);
  }
}
