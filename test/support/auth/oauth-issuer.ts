import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

type Algorithm = 'RS256' | 'ES256' | 'EdDSA';

interface SigningKey {
  readonly algorithm: Algorithm;
  readonly privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
  readonly jwk: JWK;
}

/** What a client may do with a code that it got for its user. */
interface Grant {
  readonly challenge: string;
  readonly scope: string;
  readonly resource: string;
}

/** A small OAuth 2.1 issuer on loopback: keys, metadata, registration, authorization code with PKCE. Its user says yes. */
export class OAuthIssuer implements AsyncDisposable {
  /** How often the keys were asked for. */
  keyRequests = 0;
  /** How the keys are answered. */
  mode: 'up' | 'down' | 'silent' | 'redirect' | 'garbage' = 'up';
  /** How long the tokens of its token endpoint are good, in seconds. */
  lifetimeSeconds = 300;
  /** Every request for authorization so far. */
  readonly authorizations: URLSearchParams[] = [];
  private readonly grants = new Map<string, Grant>();
  private readonly keys: SigningKey[] = [];
  private readonly held = new Set<ServerResponse>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(algorithm: Algorithm = 'RS256'): Promise<OAuthIssuer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const issuer = new OAuthIssuer(server, `http://127.0.0.1:${port}`);
    await issuer.rotate(algorithm);
    server.on('request', (request, response) => void issuer.answer(request, response));
    return issuer;
  }

  get jwksUrl(): string {
    return `${this.url}/keys`;
  }

  /** Signs with a new key from now on; the old ones are still published. @returns the id of the new one */
  async rotate(algorithm: Algorithm = 'RS256'): Promise<string> {
    const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
    const kid = randomUUID();
    this.keys.unshift({ algorithm, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } });
    return kid;
  }

  /** Publishes no key any more but the newest. */
  retire(): void {
    this.keys.length = 1;
  }

  get publicKey(): JWK {
    return this.keys[0]!.jwk;
  }

  /** A token as this issuer makes it, unless `claims` and `header` say otherwise; a claim that is `undefined` is left out. */
  sign(claims: JWTPayload, header: Record<string, unknown> = {}): Promise<string> {
    const { algorithm: alg, privateKey, jwk } = this.keys[0]!;
    const now = Math.floor(Date.now() / 1000);
    const payload = { iss: this.url, sub: 'ann', iat: now, exp: now + 300, ...claims };
    const { crit, ...others } = header;
    const signing = new SignJWT(payload).setProtectedHeader({
      alg,
      kid: jwk.kid!,
      ...others,
      ...(crit !== undefined && { crit: crit as string[] }),
    });
    return signing.sign(privateKey, { crit: { [String((crit as string[] | undefined)?.[0])]: true } });
  }

  /** Answers the requests for keys that wait. */
  release(): void {
    for (const response of this.held) this.sendKeys(response);
    this.held.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, this.url);
    if (pathname === '/keys') this.answerKeys(response);
    else if (pathname.startsWith('/.well-known/')) sendJson(response, this.metadata());
    else if (pathname === '/register')
      sendJson(response, { ...(JSON.parse(await text(request)) as object), client_id: randomUUID() }, 201);
    else if (pathname === '/authorize') this.authorize(searchParams, response);
    else if (pathname === '/token') await this.exchange(new URLSearchParams(await text(request)), response);
    else response.writeHead(404).end();
  }

  private answerKeys(response: ServerResponse): void {
    this.keyRequests++;
    if (this.mode === 'up') this.sendKeys(response);
    else if (this.mode === 'down') response.writeHead(500).end();
    else if (this.mode === 'garbage') sendJson(response, { keys: 'none' });
    else if (this.mode === 'redirect') response.writeHead(302, { location: `${this.url}/keys?again` }).end();
    else this.held.add(response);
  }

  private sendKeys(response: ServerResponse): void {
    sendJson(response, { keys: this.keys.map(({ jwk }) => jwk) });
  }

  private metadata(): object {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      registration_endpoint: `${this.url}/register`,
      jwks_uri: this.jwksUrl,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code'],
      token_endpoint_auth_methods_supported: ['none'],
      code_challenge_methods_supported: ['S256'],
    };
  }

  private authorize(query: URLSearchParams, response: ServerResponse): void {
    this.authorizations.push(query);
    const code = randomUUID();
    this.grants.set(code, {
      challenge: query.get('code_challenge')!,
      scope: query.get('scope') ?? '',
      resource: query.get('resource')!,
    });
    const redirect = new URL(query.get('redirect_uri')!);
    redirect.searchParams.set('code', code);
    if (query.has('state')) redirect.searchParams.set('state', query.get('state')!);
    response.writeHead(302, { location: redirect.href }).end();
  }

  private async exchange(form: URLSearchParams, response: ServerResponse): Promise<void> {
    const grant = this.grants.get(form.get('code') ?? '');
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!grant || grant.challenge !== verifier) return sendJson(response, { error: 'invalid_grant' }, 400);
    this.grants.delete(form.get('code')!);
    const { scope, resource } = grant;
    const exp = Math.floor(Date.now() / 1000) + this.lifetimeSeconds;
    const token = await this.sign({ aud: resource, scope, exp });
    sendJson(response, {
      access_token: token,
      token_type: 'Bearer',
      expires_in: this.lifetimeSeconds,
      scope,
    });
  }
}

function sendJson(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
