import type { CallTarget } from '../json-rpc/index.js';
import type { Params } from '../protocol/index.js';
import type { ResourceRegistry } from './resource-registry.js';
import { readUri } from './resource-uri.js';

/** Only callers with credentials hear which resources there are. */
const UNKNOWN_RESOURCE: CallTarget = {
  kind: 'resource',
  name: undefined,
  access: { scopes: [], isPublic: false, guards: [] },
};

/** What a request for a resource asks for. */
export function targetOf(resources: ResourceRegistry, params: Params): CallTarget {
  try {
    return resources.find(readUri(params))?.target ?? UNKNOWN_RESOURCE;
  } catch {
    // The handler says what is wrong with it.
    return UNKNOWN_RESOURCE;
  }
}
