import {
  type OAuthClientProvider,
  auth,
  extractWWWAuthenticateParams,
} from '@modelcontextprotocol/sdk/client/auth.js';
import type {
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthTokens,
} from '@modelcontextprotocol/sdk/shared/auth.js';

/** A user of the official client, who grants whatever is asked for. */
export class OAuthUser implements OAuthClientProvider {
  readonly redirectUrl = 'http://127.0.0.1/callback';
  readonly clientMetadata: OAuthClientMetadata = {
    client_name: 'rookery-test',
    redirect_uris: [this.redirectUrl],
    token_endpoint_auth_method: 'none',
  };
  private client: OAuthClientInformationMixed | undefined;
  private saved: OAuthTokens | undefined;
  private verifier = '';
  private code: Promise<string> | undefined;

  clientInformation(): OAuthClientInformationMixed | undefined {
    return this.client;
  }

  saveClientInformation(client: OAuthClientInformationMixed): void {
    this.client = client;
  }

  tokens(): OAuthTokens | undefined {
    return this.saved;
  }

  saveTokens(tokens: OAuthTokens): void {
    this.saved = tokens;
  }

  saveCodeVerifier(verifier: string): void {
    this.verifier = verifier;
  }

  codeVerifier(): string {
    return this.verifier;
  }

  /** What a browser does, with the user's consent. */
  redirectToAuthorization(url: URL): void {
    this.code = fetch(url, { redirect: 'manual' }).then(({ headers }) =>
      new URL(headers.get('location')!).searchParams.get('code')!,
    );
  }

  /** The code that the issuer gave for the last authorization. */
  authorizationCode(): Promise<string> {
    return this.code!;
  }

  /** As `fetch`, but asks for the scopes that a 403 names, and sends the request again: a host's step-up. */
  readonly fetch = async (url: string | URL, init?: RequestInit): Promise<Response> => {
    const response = await fetch(url, init);
    const { error, scope, resourceMetadataUrl } = extractWWWAuthenticateParams(response);
    if (response.status !== 403 || error !== 'insufficient_scope') return response;
    const asked = {
      serverUrl: url,
      ...(scope && { scope }),
      ...(resourceMetadataUrl && { resourceMetadataUrl }),
    };
    await auth(this, asked);
    await auth(this, { ...asked, authorizationCode: await this.authorizationCode() });
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${this.saved!.access_token}`);
    return fetch(url, { ...init, headers });
  };
}
