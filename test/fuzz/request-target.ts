import * as fc from 'fast-check';

const ID = 'AAAAAAAAAAAAAAAAAAAAAA';

const part = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'abz019/.?&=%+;:@[]"\\|^~'.split(''), '%00', '%0a', '%0D', '%zz', '%F0%9F', '%41'),
    fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    fc.integer({ min: 0x80, max: 0xff }).map((code) => String.fromCharCode(code)),
  ),
  maxLength: 20,
});

const parameter = fc.tuple(
  fc.constantFrom('sessionId', 'sessionid', 'resume', 'events', '__proto__', 'sessionId[]', ''),
  fc.oneof(part, fc.constantFrom(ID, `${ID}=`, ` ${ID}`, `${ID}%00`, 'named')),
);

const query = fc
  .array(parameter, { maxLength: 4 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));

/** A request's URL as Node gives it: anything but control characters and spaces. */
export const requestTarget = fc
  .tuple(
    fc.constantFrom(
      '/sse',
      '/',
      '/message',
      '/mcp/sse',
      '//sse',
      '*',
      'http://localhost/sse',
      'http://[',
      '',
    ),
    fc.oneof(fc.constant(''), part),
    fc.oneof(
      query.map((text) => `?${text}`),
      part,
    ),
  )
  .map((parts) => parts.join(''));
