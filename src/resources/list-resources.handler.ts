import { Optional } from '@nestjs/common';
import { encodeListPage, ListOptions } from '../features/index.js';
import { type EncodedResult, type RequestContext, RequestHandler } from '../json-rpc/index.js';
import { andThen, MethodNotFoundError, type Params, REVISIONS } from '../protocol/index.js';
import { listResourcesOf, type ResourceInList } from './listed-resources.js';
import { jsonInRevision } from './resource-in-revision.js';
import { ResourceRegistry } from './resource-registry.js';

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/resources#listing-resources */
@RequestHandler('resources/list', { revisions: REVISIONS })
export class ListResourcesHandler implements RequestHandler {
  constructor(
    private readonly resources: ResourceRegistry,
    @Optional() private readonly options: ListOptions = new ListOptions(),
  ) {}

  /**
   * The resources that the caller may read, with those that templates list.
   * @throws InvalidParamsError for a cursor that was never given
   * @throws MethodNotFoundError of a server without the capability
   */
  handle(params: Params, context: RequestContext): EncodedResult | PromiseLike<EncodedResult> {
    if (!this.resources.isServed) throw new MethodNotFoundError('resources/list');
    const own = this.resources.list();
    const templates = this.resources.listTemplates();
    if (!templates.some(({ list }) => list)) return this.encode(own, params, context);
    return andThen(listResourcesOf(templates, params, context), (listed) =>
      this.encode(mergeByUri(own, listed), params, context),
    );
  }

  private encode(
    resources: readonly ResourceInList[],
    params: Params,
    context: RequestContext,
  ): EncodedResult {
    return encodeListPage('resources', { list: () => resources }, params, context, this.options, (resource) =>
      jsonInRevision(resource, context.revision),
    );
  }
}

/** Of two with one URI it is the one that would be read: that without variables, or the first. */
function mergeByUri(own: readonly ResourceInList[], listed: readonly ResourceInList[]): ResourceInList[] {
  const byUri = new Map([...own, ...listed].toReversed().map((resource) => [resource.name, resource]));
  return [...byUri.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
