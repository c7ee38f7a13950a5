import { ContentBlockSchema } from '@modelcontextprotocol/sdk/types.js';
import { findBlockFault, isContentBlock } from './content-block.js';

const TEXT = { type: 'text', text: 'a' };
const IMAGE = { type: 'image', data: 'AQL/', mimeType: 'image/png' };
const LINK = { type: 'resource_link', uri: 'file:///a', name: 'a' };
const RESOURCE = { type: 'resource', resource: { uri: 'file:///a', text: 'a' } };
const ICON = { src: 'https://example.com/i.png' };

describe('A content block', () => {
  it.each([
    TEXT,
    { ...TEXT, text: '' },
    { ...TEXT, _meta: { a: 1 }, annotations: undefined },
    { ...TEXT, annotations: { audience: ['user'], priority: 0.5, lastModified: '2026-01-31T12:00:00Z' } },
    { ...TEXT, annotations: { lastModified: '2026-01-31T12:00:00.5+02:00' } },
    IMAGE,
    { ...IMAGE, type: 'audio', data: '' },
    { ...IMAGE, data: 'AQ\nL/' },
    LINK,
    { ...LINK, title: 'A', description: 'An a', mimeType: 'text/plain', size: 3, icons: [ICON] },
    { ...LINK, icons: [{ ...ICON, mimeType: 'image/png', sizes: ['any'], theme: 'dark' }] },
    RESOURCE,
    { type: 'resource', resource: { uri: 'file:///a', blob: 'AQL/', mimeType: 'image/png', _meta: {} } },
  ])('is %j, as for the official client', (block) => {
    expect(isContentBlock(block)).toBe(true);
    expect(ContentBlockSchema.safeParse(block).success).toBe(true);
  });

  it.each<[object, string]>([
    [{ ...TEXT, text: 5 }, 'text must be text'],
    [{ ...TEXT, _meta: null }, '_meta must be an object'],
    [{ ...TEXT, annotations: { audience: ['all'] } }, 'annotations must be annotations: an audience of'],
    [{ ...TEXT, annotations: { priority: 2 } }, 'annotations must be annotations'],
    [{ ...TEXT, annotations: { lastModified: 'yesterday' } }, 'annotations must be annotations'],
    [{ ...TEXT, annotations: { lastModified: '2026-02-30T12:00:00Z' } }, 'annotations must be annotations'],
    [{ ...TEXT, annotations: [] }, 'annotations must be annotations'],
    [{ ...IMAGE, data: 'not base64!' }, 'data must be base64 text'],
    [{ ...IMAGE, data: 'data:image/png;base64,AQL/' }, 'data must be base64 text'],
    [{ ...IMAGE, mimeType: undefined }, 'mimeType must be text'],
    [{ ...LINK, size: '3' }, 'size must be a number'],
    [{ ...LINK, icons: [{}] }, 'icons must be a list of icons'],
    [{ type: 'resource' }, 'resource must be a resource with a uri, and text or a blob'],
    [{ type: 'resource', resource: { uri: 'file:///a', title: 'A' } }, 'resource.text must be text'],
    [{ type: 'resource', resource: { uri: 'file:///a', blob: '!' } }, 'resource.blob must be base64 text'],
    [{ type: 'video', data: 'AQL/' }, 'type must be one of text, image, audio, resource_link, resource'],
  ])('is not %j, as for the official client', (value, fault) => {
    expect(isContentBlock(value)).toBe(false);
    expect(findBlockFault(value)).toContain(fault);
    expect(ContentBlockSchema.safeParse(value).success).toBe(false);
  });

  it.each<[object, string]>([
    [{ ...TEXT, author: 'b' }, 'author is not a member of such a block'],
    [
      { type: 'resource', resource: { uri: 'a:a', text: 'a', title: 'A' } },
      'resource.title is not a member of such a block',
    ],
    [
      { type: 'resource', resource: { uri: 'a:a', text: 'a', blob: 'AQL/' } },
      'resource.text is not a member of such a block',
    ],
  ])('is not %j, of which the official client would drop a member', (value, fault) => {
    expect(isContentBlock(value)).toBe(false);
    expect(findBlockFault(value)).toBe(fault);
    expect(ContentBlockSchema.parse(value)).not.toEqual(value);
  });

  it.each([null, undefined, 'text', 5, [], { type: 'toString' }])('is not %j', (value) => {
    expect(isContentBlock(value)).toBe(false);
  });
});
