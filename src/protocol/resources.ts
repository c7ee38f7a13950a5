import type { Annotations, ToolIcon } from './annotations.js';

interface Described {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  readonly annotations?: Annotations;
  readonly icons?: ToolIcon[];
  readonly _meta?: Record<string, unknown>;
}

/** A resource as `resources/list` shows it. */
export interface ResourceDefinition extends Described {
  readonly uri: string;
  /** Bytes of its contents, before any encoding. */
  readonly size?: number;
}

/** A template as `resources/templates/list` shows it. */
export interface ResourceTemplateDefinition extends Described {
  readonly uriTemplate: string;
}

/** Contents of a resource: text, or bytes as base64. */
export type ResourceContents = {
  readonly uri: string;
  readonly mimeType?: string;
  readonly _meta?: Record<string, unknown>;
} & ({ readonly text: string } | { readonly blob: string });
