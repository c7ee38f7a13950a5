import { Optional } from '@nestjs/common';
import { encodeListPage, ListOptions } from '../features/index.js';
import { type EncodedResult, type RequestContext, RequestHandler } from '../json-rpc/index.js';
import { MethodNotFoundError, type Params, REVISIONS } from '../protocol/index.js';
import { jsonInRevision } from './resource-in-revision.js';
import { ResourceRegistry } from './resource-registry.js';

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/resources#resource-templates */
@RequestHandler('resources/templates/list', { revisions: REVISIONS })
export class ListResourceTemplatesHandler implements RequestHandler {
  constructor(
    private readonly resources: ResourceRegistry,
    @Optional() private readonly options: ListOptions = new ListOptions(),
  ) {}

  /**
   * The templates whose resources the caller may read.
   * @throws InvalidParamsError for a cursor that was never given
   * @throws MethodNotFoundError of a server without the capability
   */
  handle(params: Params, context: RequestContext): EncodedResult {
    if (!this.resources.isServed) throw new MethodNotFoundError('resources/templates/list');
    const templates = { list: () => this.resources.listTemplates() };
    return encodeListPage('resourceTemplates', templates, params, context, this.options, (template) =>
      jsonInRevision(template, context.revision),
    );
  }
}
