import { isStatelessMessage, META_KEYS, readRequestMeta } from './request-meta.js';

const VERSION = { [META_KEYS.protocolVersion]: '2026-07-28' };
const request = (method: string, meta?: unknown): unknown => ({
  jsonrpc: '2.0',
  id: 1,
  method,
  ...(meta !== undefined && { params: { _meta: meta } }),
});

describe('A message is of a revision without sessions', () => {
  it.each<[why: string, message: unknown]>([
    ['its _meta names one', request('tools/list', VERSION)],
    ['its _meta names an unknown one', request('tools/list', { [META_KEYS.protocolVersion]: 'x' })],
    ['its _meta has the capabilities of its client', request('x', { [META_KEYS.clientCapabilities]: {} })],
    ['its _meta names one, whatever it asks for', request('initialize', VERSION)],
    ['no other has its method', request('server/discover')],
    ['no other has its method, and its _meta is empty', request('subscriptions/listen', {})],
  ])('if %s', (_why, message) => {
    expect(isStatelessMessage(message)).toBe(true);
  });

  it.each<[why: string, message: unknown]>([
    ['it has no _meta', request('tools/list')],
    ['its _meta says something else', request('tools/call', { progressToken: 1 })],
    ['its _meta is no object', request('tools/call', [VERSION])],
    ['its _meta names a revision with sessions', request('x', { [META_KEYS.protocolVersion]: '2025-11-25' })],
    ['it is a response', { jsonrpc: '2.0', id: 1, result: {} }],
    ['it is a batch', [request('tools/list', VERSION)]],
    ['it is no object', null],
  ])('but not if %s', (_why, message) => {
    expect(isStatelessMessage(message)).toBe(false);
  });
});

describe('readRequestMeta', () => {
  it('reads what a request says of its client', () => {
    const meta = {
      ...VERSION,
      [META_KEYS.clientCapabilities]: { sampling: {} },
      [META_KEYS.clientInfo]: { name: 'c', version: '1' },
      [META_KEYS.logLevel]: 'error',
    };
    expect(readRequestMeta({ _meta: meta })).toEqual({
      protocolVersion: '2026-07-28',
      capabilities: { sampling: {} },
      client: { name: 'c', version: '1', title: undefined },
      loggingLevel: 'error',
    });
  });

  it.each<[what: string, meta: unknown, message: string]>([
    ['_meta', undefined, `params._meta must have ${META_KEYS.protocolVersion}`],
    ['capabilities', VERSION, `params._meta must have ${META_KEYS.clientCapabilities}`],
    [
      'a level that there is',
      { ...VERSION, [META_KEYS.clientCapabilities]: {}, [META_KEYS.logLevel]: 'loud' },
      `${META_KEYS.logLevel} must be one of debug`,
    ],
    [
      'capabilities of a bounded size',
      { ...VERSION, [META_KEYS.clientCapabilities]: { a: 'x'.repeat(20_000) } },
      `${META_KEYS.clientCapabilities} is too large`,
    ],
  ])('refuses a request without %s', (_what, meta, message) => {
    expect(() => readRequestMeta({ _meta: meta })).toThrow(message);
  });
});
