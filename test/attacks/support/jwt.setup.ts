import type { JWTPayload } from 'jose';
import { OAuthIssuer } from '../../support/auth/oauth-issuer.js';
import { bearer } from '../../support/auth/tokens.js';
import type { Setup } from './attacked.js';

export const AUDIENCE = 'https://mcp.example';

/** The issuer that the server trusts, one that it does not, and the server's environment. */
export class JwtSetup {
  private constructor(
    readonly issuer: OAuthIssuer,
    readonly other: OAuthIssuer,
  ) {}

  static async start(): Promise<JwtSetup> {
    return new JwtSetup(await OAuthIssuer.start(), await OAuthIssuer.start());
  }

  get environment(): NodeJS.ProcessEnv {
    const { url, jwksUrl } = this.issuer;
    return { AUTH: 'jwt', JWT_ISSUER: url, JWT_JWKS_URL: jwksUrl, PUBLIC_URL: AUDIENCE };
  }

  tokenOf(sub: string, claims: JWTPayload = {}): Promise<string> {
    return this.issuer.sign({ aud: AUDIENCE, sub, ...claims });
  }

  async headersOf(sub: string, claims: JWTPayload = {}): Promise<Record<string, string>> {
    return bearer(await this.tokenOf(sub, claims));
  }

  /** For a server whose bystander has a token. */
  async serve(environment: NodeJS.ProcessEnv): Promise<Setup> {
    const headers = await this.headersOf('bystander');
    return { environment: { ...this.environment, ...environment }, headers };
  }

  async stop(): Promise<void> {
    await this.issuer[Symbol.asyncDispose]();
    await this.other[Symbol.asyncDispose]();
  }
}
