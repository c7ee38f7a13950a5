/** A JSON Schema 2020-12 document. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A tool as `tools/list` shows it. */
export interface ToolDefinition {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: { readonly type: 'object'; readonly [keyword: string]: unknown };
}

interface Annotated {
  readonly annotations?: {
    readonly audience?: ('user' | 'assistant')[];
    readonly priority?: number;
    readonly lastModified?: string;
  };
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
  readonly resource:
    | { readonly uri: string; readonly mimeType?: string; readonly text: string }
    | { readonly uri: string; readonly mimeType?: string; readonly blob: string };
}

export type ContentBlock = TextContent | MediaContent | ResourceLink | EmbeddedResource;

/** The result of `tools/call`. `structuredContent` came with 2025-06-18. */
export interface CallToolResult {
  readonly content: ContentBlock[];
  readonly structuredContent?: Record<string, unknown>;
  readonly isError?: boolean;
  readonly _meta?: Record<string, unknown>;
}
