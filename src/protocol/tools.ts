import type { Annotations, ToolIcon } from './annotations.js';
import type { ResourceContents } from './resources.js';

/** A JSON Schema 2020-12 document. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A tool as `tools/list` shows it. */
export interface ToolDefinition {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: ObjectSchema;
  readonly outputSchema?: ObjectSchema;
  readonly annotations?: ToolAnnotations;
  readonly icons?: ToolIcon[];
  readonly _meta?: Record<string, unknown>;
}

/** A JSON Schema of an object. */
export interface ObjectSchema {
  readonly type: 'object';
  readonly [keyword: string]: unknown;
}

/** A JSON Schema of a list. */
export interface ArraySchema {
  readonly type: 'array';
  readonly [keyword: string]: unknown;
}

/** Hints on what a call does; a client does not rely on them. */
export interface ToolAnnotations {
  readonly title?: string;
  /** It changes nothing. @default false */
  readonly readOnlyHint?: boolean;
  /** It may destroy something. @default true */
  readonly destructiveHint?: boolean;
  /** Calling it again changes nothing more. @default false */
  readonly idempotentHint?: boolean;
  /** It reaches beyond this server. @default true */
  readonly openWorldHint?: boolean;
}

interface Annotated {
  readonly annotations?: Annotations;
  readonly _meta?: Record<string, unknown>;
}

export interface TextContent extends Annotated {
  readonly type: 'text';
  readonly text: string;
}

/** `data` is base64. */
export interface MediaContent extends Annotated {
  readonly type: 'image' | 'audio';
  readonly data: string;
  readonly mimeType: string;
}

export interface ResourceLink extends Annotated {
  readonly type: 'resource_link';
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  readonly size?: number;
}

export interface EmbeddedResource extends Annotated {
  readonly type: 'resource';
  readonly resource: ResourceContents;
}

export type ContentBlock = TextContent | MediaContent | ResourceLink | EmbeddedResource;

/** The result of `tools/call`. `structuredContent` came with 2025-06-18. */
export interface CallToolResult {
  readonly content: ContentBlock[];
  readonly structuredContent?: Record<string, unknown>;
  readonly isError?: boolean;
  readonly _meta?: Record<string, unknown>;
}
