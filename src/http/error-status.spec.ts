import { statusOf } from './error-status.js';

describe('statusOf', () => {
  it('has a status for each reason, and seconds for Retry-After', () => {
    const error = { code: -32000, message: 'Later', data: { reason: 'rate-limited', retryAfterSeconds: 3 } };
    expect(statusOf(error, 200)).toEqual({ status: 429, headers: { 'Retry-After': '3' } });
  });

  it.each(['constructor', '__proto__', 'toString', 'unheard of'])(
    'has none for the reason %s of an error that a tool made',
    (reason) => {
      expect(statusOf({ code: -32000, message: 'No', data: { reason } }, 200).status).toBe(200);
    },
  );
});
