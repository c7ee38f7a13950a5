import type { Principal } from '../callers/index.js';
import { EncodedResult, isAllowed, isSeenAlike, type RequestContext } from '../json-rpc/index.js';
import { type Params, traitsOf } from '../protocol/index.js';
import type { Feature, FeatureView } from './feature-registry.js';
import { type Listed, type ListOptions, paginate } from './paging.js';

/** A feature that has its place in a list. */
type ListedFeature = Feature & Listed;

/**
 * A page of the features that the caller may use, as the result of `tools/list` and its like.
 * @param list as the result names it: `tools`
 * @param toJson what is sent of a member. @default its `json`
 * @throws InvalidParamsError for a cursor that was never given
 */
export function encodeListPage<Member extends ListedFeature>(
  list: string,
  features: Pick<FeatureView<Member>, 'list'>,
  { cursor }: Params,
  { principal, revision }: RequestContext,
  options: ListOptions,
  toJson: (member: Member) => string = ({ json }) => json,
): EncodedResult {
  const all = features.list();
  const visible = all.filter(({ access }) => isAllowed(access, principal));
  const { members, nextCursor } = paginate(visible, cursor, options.pageSize);
  const next = nextCursor === undefined ? '' : `,"nextCursor":${JSON.stringify(nextCursor)}`;
  const hints = traitsOf(revision).hasCacheHints ? encodeHints(all, principal, options) : '';
  const json = `{"${list}":[${members.map(toJson).join(',')}]${next}${hints}}`;
  // The members may have one, and the list has none.
  return new EncodedResult(json, false, false);
}

/** Where callers see different features, a list is for one of them alone. */
function encodeHints(features: readonly Feature[], principal: Principal, { ttlMs }: ListOptions): string {
  const rules = features.map(({ access }) => access);
  const scope = isSeenAlike(rules, principal) ? 'public' : 'private';
  return `,"ttlMs":${ttlMs},"cacheScope":"${scope}"`;
}
