import type { IncomingMessage } from 'node:http';
import * as fc from 'fast-check';
import { ANONYMOUS } from '../../src/callers/index.js';
import { HttpError, requestUrl } from '../../src/http/index.js';
import { SESSION_REVISIONS } from '../../src/protocol/index.js';
import { type Attachment, OpenStreams, SessionsService, SessionObservers } from '../../src/sessions/index.js';
import { wantsNamedEvents } from '../../src/transport/http-sse/lifecycle-events.js';
import { readResumeKey } from '../../src/transport/http-sse/stream-request.js';
import { readLastEventId, readRevision } from '../../src/transport/mcp-headers.js';
import { assertHolds } from './assert-holds.js';
import { requestTarget } from './request-target.js';
import { headerValue, loadedWord, textLike } from './wire-text.js';

const KEY = 'kkkkkkkkkkkkkkkkkkkk-_';
const caller = { principal: ANONYMOUS, address: '127.0.0.1' };

function requestOf(url: string, headers: Record<string, unknown> = {}): IncomingMessage {
  return { url, headers } as IncomingMessage;
}

describe('Fuzzing the URL of a request', () => {
  it('is taken apart as the URL standard does it', () => {
    assertHolds(
      fc.property(requestTarget, (url) => {
        const { path, query } = requestUrl(requestOf(url));
        expect(path).not.toContain('?');
        if (!/^\/(?![/\\])[!-~]*$/.test(url) || url.includes('#')) return;
        expect([...query]).toEqual([...new URL(url, 'http://localhost').searchParams]);
      }),
    );
  });

  it('finds a session by its exact id only', () => {
    const sessions = new SessionsService(new SessionObservers(), new OpenStreams());
    const attachment = sessions.open({ caller, wire: 'http-sse', revision: '2024-11-05' }) as Attachment;
    const { session } = attachment;
    const near = textLike([session.sessionId], fc.oneof(fc.string(), fc.constantFrom('%00', '+', '&')));
    const url = fc.oneof(
      requestTarget,
      near.map((id) => `/message?sessionId=${id}`),
    );
    assertHolds(
      fc.property(fc.oneof(url, loadedWord), (target) => {
        const id = requestUrl(requestOf(target)).query.get('sessionId') ?? target;
        expect(sessions.findSession(id, caller, 'http-sse')).toBe(
          id === session.sessionId ? session : undefined,
        );
      }),
    );
    attachment.release();
  });

  it('gives a resume key of the documented form, or 400', () => {
    const near = textLike([KEY, KEY.repeat(5), KEY.repeat(6)], fc.oneof(fc.string(), headerValue));
    assertHolds(
      fc.property(fc.oneof(near, headerValue, fc.string({ unit: 'grapheme' })), (key) => {
        const isLegal = /^[\w-]{22,128}$/.test(key) && !key.endsWith('\n');
        const request = requestOf(`/sse?resume=${encodeURIComponent(key)}`);
        if (isLegal) expect(readResumeKey(request)).toBe(key);
        else expect(() => readResumeKey(request)).toThrow(HttpError);
      }),
    );
  });
});

describe('Fuzzing the headers of a stream', () => {
  it('are a revision that is known, an id, or nothing', () => {
    const value = fc.oneof(
      headerValue,
      loadedWord,
      textLike(SESSION_REVISIONS, headerValue),
      fc.constantFrom(undefined, 'text/event-stream', 'TEXT/EVENT-STREAM;q=0'),
    );
    assertHolds(
      fc.property(requestTarget, value, value, value, (url, revision, lastEventId, accept) => {
        const request = requestOf(url, {
          'mcp-protocol-version': revision,
          'last-event-id': lastEventId,
          accept,
        });
        expect([undefined, ...SESSION_REVISIONS]).toContain(readRevision(request));
        expect(readLastEventId(request)).toBe(lastEventId);
        const isNamed = requestUrl(request).query.get('events') === 'named';
        expect(wantsNamedEvents(request, 'never')).toBe(isNamed);
        expect(typeof wantsNamedEvents(request, 'auto')).toBe('boolean');
      }),
    );
  });
});
