import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { toCallToolResult } from './tool-result.js';

const TEXT = { type: 'text', text: 'a' };

describe('A full result', () => {
  it.each([
    { content: [] },
    { content: [TEXT] },
    { content: [TEXT], structuredContent: { a: 1 }, isError: false, _meta: { b: 1 } },
  ])('is %j', (result) => {
    expect(toCallToolResult(result, 'T.t')).toBe(result);
    expect(CallToolResultSchema.safeParse(result).success).toBe(true);
  });

  it.each<[object, string]>([
    [
      { content: [TEXT, { type: 'image', data: '!', mimeType: 'image/png' }] },
      'content.1.data must be base64 text',
    ],
    [{ content: ['a'], isError: true }, 'content.0.type must be one of text, image,'],
    [{ content: [TEXT], structuredContent: [1] }, 'structuredContent must be an object'],
    [{ content: [TEXT], _meta: 'a' }, '_meta must be an object'],
    [{ content: [TEXT], isError: 'no' }, 'isError must be true or false'],
  ])('that clients refuse is an error that says why: %j', (result, fault) => {
    expect(() => toCallToolResult(result, 'T.t')).toThrow(
      `T.t returned a result that clients refuse: ${fault}`,
    );
    expect(CallToolResultSchema.safeParse(result).success).toBe(false);
  });

  it.each([{ content: ['chapter'] }, { content: [{ type: 'heading' }] }, { content: [TEXT], owner: 'Ann' }])(
    'is not %j, a record with a list named content',
    (value) => {
      expect(toCallToolResult(value, 'T.t')).toMatchObject({ structuredContent: value });
    },
  );
});
