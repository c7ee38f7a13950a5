import { Optional } from '@nestjs/common';
import { ListOptions, paginate } from '../features/index.js';
import {
  EncodedResult,
  isAllowed,
  isSeenAlike,
  type RequestContext,
  RequestHandler,
} from '../json-rpc/index.js';
import type { Principal } from '../callers/index.js';
import { type Params, REVISIONS, traitsOf } from '../protocol/index.js';
import { ToolRegistry } from './tool-registry.js';

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#listing-tools */
@RequestHandler('tools/list', { revisions: REVISIONS })
export class ListToolsHandler implements RequestHandler {
  constructor(
    private readonly tools: ToolRegistry,
    @Optional() private readonly options: ListOptions = new ListOptions(),
  ) {}

  /** The tools that the caller may call. @throws InvalidParamsError for a cursor that was never given */
  handle({ cursor }: Params, { principal, revision }: RequestContext): EncodedResult {
    const visible = this.tools.view(({ access }) => isAllowed(access, principal));
    const { members, nextCursor } = paginate(visible.list(), cursor, this.options.pageSize);
    const page = members.map(({ json }) => json).join(',');
    const next = nextCursor === undefined ? '' : `,"nextCursor":${JSON.stringify(nextCursor)}`;
    const hints = traitsOf(revision).hasCacheHints ? this.hintsFor(principal) : '';
    // The tools may have one, and the list has none.
    return new EncodedResult(`{"tools":[${page}]${next}${hints}}`, false, false);
  }

  /** Where callers see different tools, a list is for one of them alone. */
  private hintsFor(principal: Principal): string {
    const rules = this.tools.list().map(({ access }) => access);
    const scope = isSeenAlike(rules, principal) ? 'public' : 'private';
    return `,"ttlMs":${this.options.ttlMs},"cacheScope":"${scope}"`;
  }
}
