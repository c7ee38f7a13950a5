import * as fc from 'fast-check';
import type { HeaderParameter, Params, RequestMessage } from '../../src/protocol/index.js';
import { checkMirroredHeaders } from '../../src/transport/stateless-http/header-check/index.js';
import { readHeaderText } from '../../src/transport/stateless-http/header-check/header-text.js';
import { toHeaderText } from '../support/wire/header-text.js';
import { assertHolds } from './assert-holds.js';
import { headerValue, loadedJson, loadedWord, textLike } from './wire-text.js';

const PATH = ['at', 'it'];
const PARAMETERS: HeaderParameter[] = [{ header: 'Mcp-Param-It', path: PATH }];

const SAMPLES = ['', ' ', '42', '-7.0', 'true', '=?base64??=', '=?base64?SGVsbG8=?=', '=?base64?4pyT?='];
const letter = fc.constantFrom(...'=?base64/+ \té0.'.split(''));
const sentText = fc.oneof(headerValue, textLike(SAMPLES, letter));
/** Text as JSON may have it, halves of surrogate pairs among it. */
const bodyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    maxLength: 9,
  }),
  textLike(SAMPLES, letter),
);
const scalar = fc.oneof(bodyText, fc.boolean(), fc.maxSafeInteger(), fc.integer({ min: -9, max: 9 }));

const callWith = (args: unknown): RequestMessage => ({
  kind: 'request',
  id: 1,
  method: 'tools/call',
  params: { name: 'tool', arguments: args },
});

function check(header: string[] | undefined, args: unknown): string | undefined {
  const headers = { 'mcp-method': ['tools/call'], 'mcp-name': ['tool'], 'mcp-param-it': header };
  return checkMirroredHeaders(headers, callWith(args), PARAMETERS, { absent: 'reject' });
}

/** What the specification lets a header say of a value, without looking at how we read it. */
function says(header: string, value: unknown): boolean {
  const sent = header.replace(/^[\t ]+/, '').replace(/[\t ]+$/, '');
  if (typeof value === 'number' && /^-?\d+(?:\.0+)?$/.test(sent)) return Number(sent) === value;
  const text = String(value);
  const bytes = Buffer.from(text);
  return sent === text || (bytes.toString() === text && sent === `=?base64?${bytes.toString('base64')}?=`);
}

describe('Fuzzing mirrored headers', () => {
  it('come back as they went, as far as text is UTF-8', () => {
    assertHolds(
      fc.property(bodyText, (text) => {
        expect(readHeaderText(toHeaderText(text))).toBe(text.toWellFormed());
      }),
    );
  });

  it('are read as one text, which writes them again, or as none', () => {
    assertHolds(
      fc.property(fc.oneof(sentText, bodyText), (header) => {
        const text = readHeaderText(header);
        if (text === undefined) return;
        const sent = header.replaceAll(/^[\t ]+|[\t ]+$/g, '');
        expect([text, `=?base64?${Buffer.from(text).toString('base64')}?=`]).toContain(sent);
        expect(text.isWellFormed()).toBe(true);
      }),
    );
  });

  it('pass as clients write them, and are asked', () => {
    assertHolds(
      fc.property(scalar, (it) => {
        const isWritable = typeof it !== 'string' || it.isWellFormed();
        expect(check([toHeaderText(String(it))], { at: { it } }) === undefined).toBe(isWritable);
        expect(check(undefined, { at: { it } })).toBeDefined();
      }),
    );
  });

  it('never pass when they say something else', () => {
    assertHolds(
      fc.property(sentText, scalar, (header, it) => {
        if (check([header], { at: { it } }) === undefined) expect(says(header, it)).toBe(true);
        if (check([header, String(it)], { at: { it } }) === undefined) expect(says(header, it)).toBe(true);
      }),
    );
  });

  it('are judged without a throw, in a sentence of bounded length of visible characters', () => {
    const args = fc.oneof(loadedJson, fc.record({ at: fc.oneof(loadedJson, fc.record({ it: loadedJson })) }));
    const lines = fc.option(fc.array(sentText, { maxLength: 3 }), { nil: undefined });
    const names = fc.oneof(
      fc.constantFrom('tools/call', 'prompts/get', 'resources/read'),
      loadedWord,
      bodyText,
    );
    const params = fc.record({ name: loadedJson, uri: loadedJson, arguments: args }, { requiredKeys: [] });
    const kind = fc.constantFrom('request' as const, 'notification' as const);
    const absent = fc.constantFrom('reject' as const, 'serve' as const);
    assertHolds(
      fc.property(
        fc.tuple(lines, lines, lines),
        names,
        params,
        kind,
        absent,
        ([first, second, third], method, given, of, absentHeaders) => {
          const headers = { 'mcp-method': first, 'mcp-name': second, 'mcp-param-it': third };
          const message = { kind: of, id: 1, method, params: given as Params };
          const fault = checkMirroredHeaders(headers, message, PARAMETERS, { absent: absentHeaders });
          if (fault !== undefined) expect(fault).toMatch(/^[A-Z][\x20-\x7e…±−]{9,300}$/);
        },
      ),
    );
  });
});
