import { readHeaderText } from './header-text.js';

const base64 = (text: string | Buffer): string => `=?base64?${Buffer.from(text).toString('base64')}?=`;

describe('The text of a header', () => {
  it.each([
    ['us-west1', 'us-west1'],
    ['', ''],
    ['  padded\t', 'padded'],
    ['a \t b', 'a \t b'],
    ['=?base64?SGVsbG8sIOS4lueVjA==?=', 'Hello, 世界'],
    ['=?base64?IHBhZGRlZCA=?=', ' padded '],
    ['=?base64?bGluZTEKbGluZTI=?=', 'line1\nline2'],
    ['=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=', '=?base64?literal?='],
    [' =?base64?SGVsbG8=?= ', 'Hello'],
    ['=?base64??=', ''],
    [base64('\uFEFFmark'), '\uFEFFmark'],
    [base64('\u0000'), '\u0000'],
    [base64('💐'), '💐'],
  ])('of %j is %j', (value, text) => {
    expect(readHeaderText(value)).toBe(text);
  });

  it.each([
    'SGVsbG8=',
    '=?base64?SGVsbG8=',
    'SGVsbG8=?=',
    '=?BASE64?SGVsbG8=?=',
    '=?base64?',
    'x=?base64?SGVsbG8=?=',
    '=?base64?SGVsbG8=?=x',
    '?=',
  ])('is %j as it stands, without both marks', (value) => {
    expect(readHeaderText(value)).toBe(value);
  });

  it.each([
    ['padding that lacks', '=?base64?SGVsbG8?='],
    ['letters of no base64', '=?base64?SGVs!!!bG8=?='],
    ['spaces', '=?base64?SGVs bG8=?='],
    ['base64url', '=?base64?_-8=?='],
    ['bits that no encoder sets', '=?base64?SGVsbG9=?='],
    ['something after the padding', '=?base64?SGVsbG8=SGVsbG8=?='],
    ['half of a mark', '=?base64?='],
    ['bytes that are no UTF-8', base64(Buffer.from([0xc3, 0x28]))],
    ['half a character', base64(Buffer.from('é').subarray(0, 1))],
    ['a surrogate', base64(Buffer.from([0xed, 0xa0, 0x80]))],
    ['a longer form than needed', base64(Buffer.from([0xc0, 0xaf]))],
  ])('cannot be read with %s', (_, value) => {
    expect(readHeaderText(value)).toBeUndefined();
  });

  it.each(['caf\u00e9', '\u00a0a', 'a\u0000', 'a\u007f', 'a\nb', '\r\n', 'Ω'])(
    'cannot be read from %j',
    (value) => {
      expect(readHeaderText(value)).toBeUndefined();
    },
  );
});
