import type {
  ContentBlock,
  EmbeddedResource,
  MediaContent,
  ResourceLink,
  TextContent,
} from '../protocol/index.js';
import { isBase64 } from './content-block.js';

/** Bytes, or base64 that already stands for them. */
type Binary = Uint8Array | string;

/** Builders of content blocks, for results that are more than text. They throw a TypeError for text that is not base64. */
export const content = {
  text(text: string): TextContent {
    return { type: 'text', text };
  },

  /** @param mimeType such as `image/png` */
  image(data: Binary, mimeType: string): MediaContent {
    return { type: 'image', data: toBase64(data), mimeType };
  },

  /** Since revision 2025-03-26. @param mimeType such as `audio/wav` */
  audio(data: Binary, mimeType: string): MediaContent {
    return { type: 'audio', data: toBase64(data), mimeType };
  },

  /** A resource that the client may read, if it wants to. Since revision 2025-06-18. */
  resourceLink(link: Omit<ResourceLink, 'type'>): ResourceLink {
    return { type: 'resource_link', ...link };
  },

  /** The contents of a resource: text, or bytes. */
  embeddedResource(uri: string, contents: Binary, mimeType?: string): EmbeddedResource {
    const common = { uri, ...(mimeType && { mimeType }) };
    return typeof contents === 'string'
      ? { type: 'resource', resource: { ...common, text: contents } }
      : { type: 'resource', resource: { ...common, blob: toBase64(contents) } };
  },
} as const satisfies Record<string, (...args: never[]) => ContentBlock>;

function toBase64(data: Binary): string {
  if (typeof data !== 'string') return Buffer.from(data).toString('base64');
  if (isBase64(data)) return data;
  throw new TypeError(
    `"${data.slice(0, 30)}…" is not base64. Pass bytes, or base64 text without "data:…;base64," in front of it`,
  );
}
