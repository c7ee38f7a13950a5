import { CallMcpContext, isAnnotations, type Listed } from '../features/index.js';
import { countSentBytes, isAllowed, type RequestContext } from '../json-rpc/index.js';
import type { Params } from '../protocol/index.js';
import type { RegisteredTemplate } from './registered-template.js';
import type { ListedResource } from './resource.decorator.js';

/** Far more than anybody pages through. */
const MAX_LISTED = 10_000;

/** A resource in a list, by its URI. */
export type ResourceInList = Listed & Pick<RegisteredTemplate, 'kind' | 'access'>;

/**
 * The resources of templates that have a method that lists them, as far as the caller may read them.
 * @throws TypeError for anything but a list of resources
 */
export async function listResourcesOf(
  templates: readonly RegisteredTemplate[],
  params: Params,
  context: RequestContext,
): Promise<ResourceInList[]> {
  const visible = templates.filter(({ access, list }) => list && isAllowed(access, context.principal));
  const lists = await Promise.all(
    visible.map(async (template) => {
      const listed = await template.list!(undefined, new CallMcpContext(context, params));
      return toList(listed, template).map((one) => toListed(one, template));
    }),
  );
  return lists.flat();
}

function toList(listed: unknown, { label }: RegisteredTemplate): readonly ListedResource[] {
  if (!Array.isArray(listed)) throw new TypeError(`The list of ${label} returned no array of resources`);
  if (listed.length > MAX_LISTED)
    throw new TypeError(
      `The list of ${label} returned ${listed.length} resources; at most ${MAX_LISTED} are listed`,
    );
  return listed as ListedResource[];
}

function toListed(resource: ListedResource, template: RegisteredTemplate): ResourceInList {
  const { name, title, description, annotations, size, icons, _meta } = resource;
  const uri = uriOf(resource, template);
  if (typeof name !== 'string' || (annotations !== undefined && !isAnnotations(annotations)))
    throw new TypeError(
      `The list of ${template.label} returned ${uri} without a name, or with wrong annotations`,
    );
  const mimeType = resource.mimeType ?? template.mimeType;
  const json = JSON.stringify({ uri, name, title, description, mimeType, annotations, size, icons, _meta });
  return { kind: 'resource', name: uri, json, jsonBytes: countSentBytes(json), access: template.access };
}

function uriOf(resource: ListedResource, { template, label }: RegisteredTemplate): string {
  if (resource.uri === undefined) {
    const given = Object.entries(resource.variables).filter(([, value]) => value !== undefined);
    return template.expand(Object.fromEntries(given.map(([name, value]) => [name, String(value)])));
  }
  if (template.match(resource.uri)) return resource.uri;
  throw new TypeError(
    `The list of ${label} returned ${resource.uri}, which ${template.template} does not match`,
  );
}
