import { EncodedResult, encodeError, encodeNotification, encodeResult } from './message-encoder.js';
import { encodeJson } from './well-formed-json.js';

describe('encodeJson', () => {
  it.each([
    ['a high surrogate', 'Rain \ud83c', '"Rain \uFFFD"'],
    ['a low surrogate', '\udf27!', '"\uFFFD!"'],
    ['a pair the wrong way round', '\udf27\ud83c', '"\uFFFD\uFFFD"'],
    ['a pair', '🌧', '"🌧"'],
    ['a pair next to half of one', '🌧\ud83c', '"🌧\uFFFD"'],
    ['a backslash before a surrogate', '\\\ud83c', '"\\\\\uFFFD"'],
    ['text that only looks like an escape', '\\ud83c', '"\\\\ud83c"'],
    ['such a text next to a surrogate', '\\ud83c\ud83c', '"\\\\ud83c\uFFFD"'],
    ['a control character', '\0\ud83c', '"\\u0000\uFFFD"'],
  ])('writes %s as well-formed text', (_name, text, expected) => {
    expect(encodeJson(text)).toBe(expected);
  });

  it('is what all messages are written with, and results that are text already', () => {
    const cut = { '\ud83c': ['\udf27'] };
    const told = '{"\uFFFD":["\uFFFD"]}';
    expect(encodeResult(1, cut)).toBe(`{"jsonrpc":"2.0","id":1,"result":${told}}`);
    expect(encodeResult(1, new EncodedResult(JSON.stringify(cut)))).toBe(encodeResult(1, cut));
    expect(encodeNotification('m', cut)).toBe(`{"jsonrpc":"2.0","method":"m","params":${told}}`);
    expect(encodeError(1, { code: 1, message: '\ud83c', data: cut })).toBe(
      `{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"\uFFFD","data":${told}}}`,
    );
  });
});
