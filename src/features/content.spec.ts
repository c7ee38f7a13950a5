import { ContentBlockSchema } from '@modelcontextprotocol/sdk/types.js';
import { content } from './content.js';

const BYTES = Uint8Array.of(1, 2, 255);

describe('content', () => {
  it.each([
    [content.text('a'), { type: 'text', text: 'a' }],
    [content.image(BYTES, 'image/png'), { type: 'image', data: 'AQL/', mimeType: 'image/png' }],
    [content.image('AQL/', 'image/png'), { type: 'image', data: 'AQL/', mimeType: 'image/png' }],
    [content.audio(BYTES, 'audio/wav'), { type: 'audio', data: 'AQL/', mimeType: 'audio/wav' }],
    [
      content.resourceLink({ uri: 'file:///a', name: 'a', size: 3 }),
      { type: 'resource_link', uri: 'file:///a', name: 'a', size: 3 },
    ],
    [
      content.embeddedResource('file:///a', 'text', 'text/plain'),
      { type: 'resource', resource: { uri: 'file:///a', mimeType: 'text/plain', text: 'text' } },
    ],
    [
      content.embeddedResource('file:///a', BYTES),
      { type: 'resource', resource: { uri: 'file:///a', blob: 'AQL/' } },
    ],
  ])('makes the block %j, which the official schema takes', (block, expected) => {
    expect(block).toEqual(expected);
    expect(ContentBlockSchema.parse(block)).toEqual(expected);
  });

  it('refuses a data URL, which clients do not take', () => {
    expect(() => content.image('data:image/png;base64,AQL/', 'image/png')).toThrow(
      new TypeError(
        '"data:image/png;base64,AQL/…" is not base64. Pass bytes, or base64 text without "data:…;base64," in front of it',
      ),
    );
  });
});
