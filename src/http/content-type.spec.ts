import { isJsonContentType } from './content-type.js';

describe('isJsonContentType', () => {
  it.each([
    'application/json',
    'Application/JSON',
    ' application/json ',
    'application/json;',
    'application/json ; ',
    'application/json;charset=utf-8',
    'application/json; charset="UTF-8"',
    'application/json; charset=utf8;',
    'application/json; profile=x',
    'application/json; odata=verbose; charset=utf-8',
    'application/json;;',
    'application/json; profile="a;charset=latin1 \\" b"',
    'application/json; charset = utf-8',
  ])('takes %j', (text) => expect(isJsonContentType(text)).toBe(true));

  it.each([
    '',
    'text/plain',
    'application/jsonp',
    'application/json-patch+json',
    'application/vnd.a+json',
    'json',
    'application/json, text/plain',
    'application/json x',
    'application/json; charset',
    'application/json; =x',
    'application/json; charset=latin1',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json; charset="utf-8',
    'application/json; a=b c=d',
    'multipart/form-data; x=application/json',
  ])('refuses %j', (text) => expect(isJsonContentType(text)).toBe(false));
});
