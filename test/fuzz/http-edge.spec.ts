import { type IncomingMessage, ServerResponse, validateHeaderValue } from 'node:http';
import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { HttpEdge, HttpEdgeOptions } from '../../src/http-edge/index.js';
import { HttpError, parseUrl, readJsonBody } from '../../src/http/index.js';
import { BodyTooLargeError } from '../../src/protocol/index.js';
import { assertHolds } from './assert-holds.js';
import { requestTarget } from './request-target.js';
import { headerValue, textLike } from './wire-text.js';

const ALLOWED_HOSTS = ['mcp.example', 'other.example:8443', '[2001:db8::1]'];
const PUBLIC_ORIGIN = 'https://mcp.example';

const host = fc.oneof(
  headerValue,
  textLike([...ALLOWED_HOSTS, 'localhost:8000', '127.0.0.1', '[::1]:80', 'evil.example'], headerValue),
);
const origin = fc.oneof(
  headerValue,
  textLike(
    [
      PUBLIC_ORIGIN,
      'http://localhost:5173',
      'http://127.0.0.1',
      'null',
      'http://localhost.evil.example',
      'tauri://localhost',
      'https://a.app.example',
      'https://a.b.app.example',
      'https://app.example',
      'chrome-extension://abcdefghijklmnop',
      'http://localhost/, http://evil.example',
    ],
    headerValue,
  ),
);
const address = fc.oneof(
  headerValue,
  fc.oneof(fc.ipV4(), fc.ipV6()),
  textLike(['10.0.0.1, 203.0.113.7', '::ffff:10.0.0.1', '10.0.0.1:80, unknown', ','], headerValue),
);

const headers = fc.record(
  {
    host,
    origin,
    'x-forwarded-for': address,
    'x-forwarded-proto': fc.oneof(headerValue, textLike(['https', 'http, https'], headerValue)),
    'x-forwarded-host': host,
    'x-request-id': fc.oneof(headerValue, fc.uuid()),
    'access-control-request-method': headerValue,
    'access-control-request-headers': headerValue,
  },
  { requiredKeys: ['host'] },
);

const options = fc.record({
  trustProxy: fc.constantFrom<number | string[]>(0, 1, 2, ['10.0.0.0/8', 'loopback'], ['::1']),
  allowedOrigins: fc.constantFrom(
    undefined,
    [],
    ['https://app.example'],
    ['tauri://localhost', 'https://*.app.example', 'chrome-extension://abcdefghijklmnop'],
  ),
  forceHttpsUrl: fc.constantFrom(undefined, `${PUBLIC_ORIGIN}/mcp`),
});

type Given = Readonly<Record<string, string | undefined>>;

function requestOf(given: Given, url: string, method: string, peer: string | undefined): IncomingMessage {
  const rawHeaders = Object.entries(given).flatMap(([name, value]) => [name, value ?? '']);
  const socket = { remoteAddress: peer };
  return {
    headers: given,
    rawHeaders,
    url,
    method,
    socket,
    connection: socket,
  } as unknown as IncomingMessage;
}

/** Whether a name is this machine's, to the parser that browsers have. */
function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);
}

function isAllowedHost(value: string): boolean {
  const url = parseUrl(`http://${value}`);
  if (!url) return true;
  const { hostname, port } = url;
  return (
    isLoopback(hostname) || ALLOWED_HOSTS.includes(hostname) || `${hostname}:${port}` === ALLOWED_HOSTS[1]
  );
}

/** Whether a text is what browsers send as the origin of a page of the web. */
function isWebOrigin(value: string): boolean {
  return /^https?:/.test(value) && parseUrl(value)?.origin === value;
}

/** Whether an entry of the list is an origin, or has it but for one label. */
function matches(entry: string, value: string): boolean {
  const [before, after] = entry.split('*');
  if (after === undefined) return entry === value;
  const label = value.slice(before!.length, value.length - after.length);
  return value === before! + label + after && /^[a-z0-9_-]+$/.test(label);
}

function isAllowedOrigin(value: string, allowed: readonly string[] | undefined): boolean {
  return allowed
    ? allowed.some((entry) => matches(entry, value))
    : value === PUBLIC_ORIGIN || (isWebOrigin(value) && isLoopback(new URL(value).hostname));
}

describe('Fuzzing the edge', () => {
  it('lets in what names an allowed host and origin, and refuses the rest with a status', () => {
    const peer = fc.constantFrom(undefined, '10.0.0.1', '203.0.113.9', '::1');
    const method = fc.constantFrom('GET', 'POST', 'OPTIONS');
    assertHolds(
      fc.property(headers, requestTarget, method, peer, options, (given, url, verb, from, chosen) => {
        const edge = new HttpEdge(
          Object.assign(new HttpEdgeOptions(), {
            ...chosen,
            allowedHosts: ALLOWED_HOSTS,
            publicOrigin: PUBLIC_ORIGIN,
          }),
        );
        const request = requestOf(given, url, verb, from);
        const response = new ServerResponse(request);
        try {
          const arrival = edge.enterRequest(request, response);
          expect(arrival.requestId).toMatch(/^[\w.:-]{1,128}$/);
          if (arrival.address !== from && arrival.address !== 'unknown') {
            expect(isIP(arrival.address)).not.toBe(0);
            expect(given['x-forwarded-for']).toContain(arrival.address);
          }
          if (chosen.trustProxy === 0) expect(arrival.address).toBe(from ?? 'unknown');
          expect(isAllowedHost(given.host)).toBe(true);
          if (given.origin !== undefined)
            expect(isAllowedOrigin(given.origin, chosen.allowedOrigins)).toBe(true);
          expect(response.getHeader('access-control-allow-origin')).toBe(given.origin);
        } catch (error) {
          if (!(error instanceof HttpError)) throw error;
          expect([308, 400, 403, 431]).toContain(error.status);
          expect(response.getHeader('access-control-allow-origin')).toBeUndefined();
          for (const [name, value] of Object.entries(error.headers)) validateHeaderValue(name, value);
          const { Location: location } = error.headers;
          if (location !== undefined) expect(new URL(location).origin).toBe(PUBLIC_ORIGIN);
        }
      }),
    );
  });

  it('takes a body of one type in one encoding, and refuses the rest with a status', () => {
    const type = fc.oneof(
      headerValue,
      textLike(
        [
          'application/json',
          'application/json; charset="utf-8"',
          'application/json; profile=x;',
          'application/json; charset=latin1',
          'application/json; a="b;c"; charset=utf-8',
        ],
        headerValue,
      ),
    );
    const limit = { maxBytes: 100, maxDiscardedBytes: 400, refusal: new BodyTooLargeError('Too large') };
    const length = fc.oneof(headerValue, fc.constantFrom('3', '-1', '1e9', '0x10', '99999999999999999999'));
    assertHolds(
      fc.property(
        type,
        fc.option(headerValue, { nil: undefined }),
        length,
        (contentType, encoding, bytes) => {
          const body = Buffer.from('{}');
          const request = {
            headers: { 'content-type': contentType, 'content-encoding': encoding, 'content-length': bytes },
            complete: true,
            readableLength: body.length,
            read: () => body,
          } as unknown as IncomingMessage;
          try {
            expect(readJsonBody(request, limit)).toBe(body);
            expect(contentType.toLowerCase()).toMatch(/^\s*application\/json\s*(?:;|$)/);
            expect(contentType).not.toMatch(/charset\s*=\s*"?(?!utf-?8)[a-z]/i);
          } catch (error) {
            if (error === limit.refusal) return;
            if (!(error instanceof HttpError)) throw error;
            expect(error.status).toBe(415);
          }
        },
      ),
    );
  });
});
