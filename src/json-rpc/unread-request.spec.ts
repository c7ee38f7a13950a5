import { BodyTooLargeError } from '../protocol/index.js';
import { endsOf } from './body-ends.js';
import { decodeEnds, UnreadRequest } from './unread-request.js';

const REFUSAL = new BodyTooLargeError('Too large');
const LONG = 'x'.repeat(3_000);

function decode(text: string): unknown {
  const decoded = decodeEnds(endsOf(Buffer.from(text)), REFUSAL);
  return decoded instanceof UnreadRequest ? [decoded.id, decoded.method, decoded.refusal.id] : decoded;
}

describe('decodeEnds', () => {
  it.each([
    ['in front', `{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":"${LONG}"}}`],
    ['behind', `{"params":{"a":["${LONG}"]},"method":"m","jsonrpc":"2.0","id":1}`],
    ['at both ends', `{"method":"m","params":{"a":"${LONG}"},"jsonrpc":"2.0","id":1}`],
    ['among blanks', ` \n{ "id" : 1 , "params" : "${LONG}" , "method"\t:\r\n"m" } \n`],
    ['in front of blanks', `{"id":1,"method":"m"}${' '.repeat(3_000)}`],
    ['by escaped names', `{"\\u0069d":1,"params":"${LONG}","m\\u0065thod":"m"}`],
    ['behind a nested end', `{"params":[{"a":"${LONG}"},[{}]],"id":1,"method":"m"}`],
    ['behind text with quotes', `{"p":"${LONG}\\"},\\"id\\":2,\\"method\\":\\"n\\"}","id":1,"method":"m"}`],
    ['behind text that ends by a backslash', `{"p":"${LONG}\\\\","id":1,"method":"m"}`],
    ['behind text that ends by a backslash and a quote', `{"p":"${LONG}\\\\\\"","id":1,"method":"m"}`],
    ['in front of half a character', `{"id":1,"method":"m","p":"${'x'.repeat(1_024 - 26)}é${LONG}"}`],
  ])('finds the id and the method %s', (_, text) => {
    expect(JSON.parse(text)).toMatchObject({ id: 1, method: 'm' });
    expect(decode(text)).toEqual([1, 'm', 1]);
  });

  it('finds ids of letters beyond ASCII', () => {
    expect(decode(`{"params":"${LONG}","method":"é","id":"世界 \\"1\\""}`)).toEqual([
      '世界 "1"',
      'é',
      '世界 "1"',
    ]);
  });

  it.each([
    ['nothing', ''],
    ['text', LONG],
    ['an array', `[{"id":1,"method":"m","params":"${LONG}"}]`],
    ['no end', `{"id":1,"method":"m","params":"${LONG}"`],
    ['another end', `{"id":1,"method":"m","params":"${LONG}"]`],
    ['something behind its end', `{"id":1,"method":"m","params":"${LONG}"}x`],
    ['another object behind', `{"id":1,"method":"m"}${' '.repeat(3_000)}{}`],
    ['another object at its end', `{"id":1,"params":"${LONG}"}{"method":"m"}`],
    ['more in a member', `{"id":1 2,"method":"m","params":"${LONG}"}`],
    ['less in a member', `{"id":1,"method","params":"${LONG}"}`],
    ['a name without quotes', `{id:1,"method":"m","params":"${LONG}"}`],
    ['a comma too much', `{"id":1,"method":"m","params":"${LONG}",}`],
    ['a number that is none', `{"id":01,"method":"m","params":"${LONG}"}`],
    ['an id that is cut by the first KiB', `{${' '.repeat(1_017)}"id":123,"p":"${LONG}","method":"m"}`],
    ['an id that is cut by the last KiB', `{"p":"${LONG}","id":123,"method":"m"${' '.repeat(1_009)}}`],
    ['two ids', `{"id":1,"params":"${LONG}","method":"m","id":1}`],
    ['an id that is an object', `{"id":{},"params":"${LONG}","method":"m"}`],
    ['a method that is none', `{"id":1,"params":"${LONG}","method":1}`],
    ['a byte order mark', `\uFEFF{"id":1,"method":"m","params":"${LONG}"}`],
  ])('finds nothing where there is %s', (_, text) => {
    expect(decode(text)).toBe(REFUSAL);
  });

  it('finds nothing in bytes that are not UTF-8', () => {
    const bytes = Buffer.from(`{"id":"é","method":"m","params":"${LONG}"}`, 'latin1');
    expect(decodeEnds(endsOf(bytes), REFUSAL)).toBe(REFUSAL);
  });
});
