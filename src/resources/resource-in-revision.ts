import type { Listed } from '../features/index.js';
import {
  type ProtocolRevision,
  type ResourceDefinition,
  type ResourceTemplateDefinition,
  traitsOf,
} from '../protocol/index.js';

/** The definition of a resource, or a template, as JSON text, with what a revision has of it. */
export function jsonInRevision({ json }: Pick<Listed, 'json'>, revision: ProtocolRevision): string {
  const { hasIcons, hasTitles } = traitsOf(revision);
  if (hasIcons) return json;
  const definition = JSON.parse(json) as ResourceDefinition | ResourceTemplateDefinition;
  const { annotations } = definition;
  return JSON.stringify({
    ...definition,
    icons: undefined,
    ...(!hasTitles && {
      title: undefined,
      annotations: annotations && { ...annotations, lastModified: undefined },
      _meta: undefined,
    }),
  });
}
