import { Optional } from '@nestjs/common';
import { encodeListPage, ListOptions } from '../features/index.js';
import { type EncodedResult, type RequestContext, RequestHandler } from '../json-rpc/index.js';
import { MethodNotFoundError, type Params, REVISIONS } from '../protocol/index.js';
import { PromptRegistry } from './prompt-registry.js';

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/prompts#listing-prompts */
@RequestHandler('prompts/list', { revisions: REVISIONS })
export class ListPromptsHandler implements RequestHandler {
  constructor(
    private readonly prompts: PromptRegistry,
    @Optional() private readonly options: ListOptions = new ListOptions(),
  ) {}

  /**
   * The prompts that the caller may get.
   * @throws InvalidParamsError for a cursor that was never given
   * @throws MethodNotFoundError of a server without the capability
   */
  handle(params: Params, context: RequestContext): EncodedResult {
    if (!this.prompts.isServed) throw new MethodNotFoundError('prompts/list');
    return encodeListPage('prompts', this.prompts, params, context, this.options, (prompt) =>
      prompt.jsonIn(context.revision),
    );
  }
}
