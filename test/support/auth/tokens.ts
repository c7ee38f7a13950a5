import { createStaticToken } from '../../../src/auth/static-token.js';

/** A token, and what a request that brings it has in its header. */
export interface TestToken {
  readonly token: string;
  readonly line: string;
  readonly headers: Record<string, string>;
}

export function newToken(principal: string, ...scopes: string[]): TestToken {
  const { token, line } = createStaticToken(principal, scopes);
  return { token, line, headers: bearer(token) };
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

export function linesOf(...tokens: readonly TestToken[]): string {
  return tokens.map(({ line }) => line).join('\n');
}
