import { EncodedResult, RequestHandler } from '../json-rpc/index.js';
import { InvalidParamsError, type Params } from '../protocol/index.js';
import { ToolRegistry } from './tool.registry.js';

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#listing-tools */
@RequestHandler('tools/list')
export class ListToolsHandler implements RequestHandler {
  private encoded: EncodedResult | undefined;

  constructor(private readonly tools: ToolRegistry) {}

  /** All tools are one page. @throws InvalidParamsError for a cursor: none was ever given */
  handle({ cursor }: Params): EncodedResult {
    if (cursor !== undefined) throw new InvalidParamsError('Unknown cursor');
    return (this.encoded ??= this.encode());
  }

  private encode(): EncodedResult {
    const tools = this.tools.list().map((tool) => tool.definition);
    return new EncodedResult(JSON.stringify({ tools }));
  }
}
