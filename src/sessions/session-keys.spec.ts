import { randomBytes } from 'node:crypto';
import { readSessionKeys } from './session-keys.js';

const KEY = randomBytes(32);
const BASE64 = KEY.toString('base64');

describe('A key of session ids', () => {
  it.each([
    ['hexadecimal', KEY.toString('hex')],
    ['hexadecimal in capitals', KEY.toString('hex').toUpperCase()],
    ['base64', BASE64],
    ['base64 without padding', BASE64.replace('=', '')],
    ['base64url', KEY.toString('base64url')],
    ['base64url with padding', `${KEY.toString('base64url')}=`],
  ])('may be %s', (_, text) => {
    expect(readSessionKeys([text], 'KEYS')).toEqual([KEY]);
  });

  it.each([
    ['of 31 bytes', randomBytes(31).toString('base64')],
    ['of 33 bytes', randomBytes(33).toString('base64')],
    ['of 31 bytes in hexadecimal', randomBytes(31).toString('hex')],
    ['of two alphabets', `+${'A'.repeat(41)}_`],
    ['with a blank', `${'A'.repeat(42)} `],
    ['that is empty', ''],
  ])('%s is refused, and not shown', (_, text) => {
    const read = (): unknown => readSessionKeys([BASE64, text], 'KEYS');
    expect(read).toThrow(
      /^KEYS, key 2 must be 32 random bytes in hexadecimal, base64 or base64url: [a-z0-9 -]+$/,
    );
  });

  it('is one of sixteen at most', () => {
    expect(readSessionKeys(Array<string>(16).fill(BASE64), 'KEYS')).toHaveLength(16);
    const many = Array<string>(17).fill(BASE64);
    expect(() => readSessionKeys(many, 'KEYS')).toThrow('KEYS must have at most 16 keys');
  });
});
