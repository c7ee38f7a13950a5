import type { IncomingMessage } from 'node:http';
import { requestUrl } from './request-url.js';

describe('requestUrl', () => {
  it.each([
    [
      '/sse?sessionId=a%41&x',
      '/sse',
      [
        ['sessionId', 'aA'],
        ['x', ''],
      ],
    ],
    ['/sse??sessionId=a', '/sse', [['?sessionId', 'a']]],
    ['/sse?', '/sse', []],
    ['http://localhost/sse?a=1', '/sse', [['a', '1']]],
  ])('takes %s apart', (url, path, pairs) => {
    const read = requestUrl({ url } as IncomingMessage);
    expect([read.path, [...read.query]]).toEqual([path, pairs]);
  });
});
