import { type CallTarget, unknownTarget } from '../json-rpc/index.js';
import type { Params } from '../protocol/index.js';
import type { ResourceRegistry } from './resource-registry.js';
import { readUri } from './resource-uri.js';

/** What a request for a resource asks for. */
export function targetOf(resources: ResourceRegistry, params: Params): CallTarget {
  try {
    return resources.find(readUri(params))?.target ?? unknownTarget('resource');
  } catch {
    // The handler says what is wrong with it.
    return unknownTarget('resource');
  }
}
