import { describeWith } from '../support/available.js';
import { render, renderSet, valuesOf } from '../support/chart/helm.js';

const decode = (text = ''): string => Buffer.from(text, 'base64').toString();

describeWith('ROOKERY_TEST_HELM', 'The credentials', () => {
  it('are a token of 48 characters without values, which only the Secret has', () => {
    const rendered = renderSet('default');
    expect(rendered.environment()).toMatchObject({ AUTH: 'bearer' });
    const token = decode(rendered.get('Secret').data!['token']);
    expect(token).toMatch(/^[A-Za-z0-9]{48}$/);
    expect(rendered.environment()['AUTH_TOKEN']).toBe(token);
    const others = rendered.objects.filter(({ kind }) => kind !== 'Secret');
    expect(JSON.stringify(others)).not.toContain(token);
    expect(decode(render().get('Secret').data!['token'])).not.toBe(token);
  });

  it('are the token given', () => {
    const rendered = renderSet('auth-token');
    expect(rendered.environment()).toMatchObject({
      AUTH_TOKEN: 'this-is-a-token-for-tests-and-for-nothing-else',
      REQUIRED_SCOPES: 'tools',
    });
  });

  it('are lines in a file that is followed, and then no token is made', () => {
    const rendered = renderSet('auth-tokens');
    const { data } = rendered.get('Secret');
    expect(Object.keys(data!)).toEqual(['tokens']);
    expect(decode(data!['tokens'])).toMatch(/^alice:[0-9a-f]{64}:tools\nprometheus:/);
    expect(rendered.environment()).toMatchObject({ AUTH_TOKENS_FILE: '/etc/rookery/auth/tokens' });
    expect(rendered.container).not.toHaveProperty('env');
    expect(rendered.container.volumeMounts).toContainEqual({
      name: 'auth',
      mountPath: '/etc/rookery/auth',
      readOnly: true,
    });
    const both = render({ auth: { token: 'a'.repeat(32), tokens: 'a:1:x' } });
    expect(Object.keys(both.get('Secret').data!).toSorted()).toEqual(['token', 'tokens']);
  });

  it('are those of a Secret that exists', () => {
    const rendered = renderSet('auth-existing-secret');
    expect(rendered.find('Secret')).toBeUndefined();
    expect(rendered.container.env).toEqual([
      { name: 'AUTH_TOKEN', valueFrom: { secretKeyRef: { name: 'my-tokens', key: 'admin' } } },
    ]);
    const { volumes } = rendered.deployment.spec.template.spec;
    expect(volumes).toContainEqual({
      name: 'auth',
      secret: { secretName: 'my-tokens', defaultMode: 0o440, items: [{ key: 'lines', path: 'tokens' }] },
    });
    const lines = render({ auth: { existingSecret: { name: 'mine', tokenKey: '', tokensKey: 'lines' } } });
    expect(lines.container).not.toHaveProperty('env');
  });

  it('are none with jwt and with none', () => {
    for (const set of ['auth-jwt', 'auth-none']) {
      expect(renderSet(set).find('Secret')).toBeUndefined();
      expect(renderSet(set).container).not.toHaveProperty('env');
    }
    expect(renderSet('auth-jwt').environment()).toMatchObject({
      AUTH: 'jwt',
      JWT_ISSUER: 'https://id.example.com/realms/mcp',
      JWT_AUDIENCE: 'https://mcp.example.com',
      JWT_ALGORITHMS: 'RS256,ES256',
      JWT_TYPES: 'at+jwt,JWT',
      JWT_SCOPE_CLAIM: 'scp',
      JWT_CLAIMS: 'email,realm_access.roles,https://example.com/org',
    });
    expect(Object.keys(renderSet('default').environment()).filter((name) => name.startsWith('JWT_'))).toEqual(
      [],
    );
  });

  it('are session keys of a Secret, and another key restarts the pods', () => {
    const rendered = renderSet('session-keys');
    const secret = rendered.get('Secret');
    const keys = valuesOf('session-keys')['sessions'] as { keys: string[] };
    expect(decode(secret.data!['keys'])).toBe(keys.keys.join('\n'));
    expect(rendered.environment()).toMatchObject({ SESSION_KEYS_FILE: '/etc/rookery/sessions/keys' });
    const others = rendered.objects.filter(({ kind }) => kind !== 'Secret');
    expect(JSON.stringify(others)).not.toContain(keys.keys[0]);
    const volumeOf = ({ deployment }: typeof rendered): unknown =>
      deployment.spec.template.spec.volumes!.find(({ name }) => name === 'sessions');
    const volume = (secretName: string, key: string): object => ({
      name: 'sessions',
      secret: { secretName, defaultMode: 0o440, items: [{ key, path: 'keys' }] },
    });
    expect(volumeOf(rendered)).toEqual(volume('rookery-sessions', 'keys'));
    const existing = renderSet('session-keys-existing-secret');
    expect(volumeOf(existing)).toEqual(volume('my-session-keys', 'lines'));
    expect(existing.environment()).toMatchObject({ SESSION_KEYS_FILE: '/etc/rookery/sessions/keys' });
    expect(volumeOf(renderSet('default'))).toBeUndefined();
    const checksumOf = (key: string): unknown =>
      render({ sessions: { keys: [key.repeat(43)] } }).deployment.spec.template.metadata.annotations?.[
        'checksum/session-keys'
      ];
    expect(checksumOf('A')).toMatch(/^[0-9a-f]{64}$/);
    expect(checksumOf('A')).not.toBe(checksumOf('B'));
  });

  it('are a certificate of a Secret with tls', () => {
    const rendered = renderSet('tls');
    expect(rendered.environment()).toMatchObject({
      TLS_CERT_FILE: '/etc/rookery/tls/tls.crt',
      TLS_KEY_FILE: '/etc/rookery/tls/tls.key',
    });
    expect(rendered.deployment.spec.template.spec.volumes).toContainEqual({
      name: 'tls',
      secret: { secretName: 'mcp-tls', defaultMode: 0o440 },
    });
  });

  it('are given to the pod of helm test, where the chart knows them', () => {
    const envOf = (set: string): unknown =>
      (renderSet(set).get('Pod').spec['containers'] as [{ env: unknown[] }])[0].env;
    const secret = (name: string, key: string): object => ({
      name: 'TOKEN',
      valueFrom: { secretKeyRef: { name, key } },
    });
    expect(envOf('default')).toContainEqual(secret('rookery-auth', 'token'));
    expect(envOf('auth-existing-secret')).toContainEqual(secret('my-tokens', 'admin'));
    expect(envOf('auth-tokens')).toContainEqual(secret('token-of-alice', 'token'));
    for (const set of ['auth-jwt', 'auth-none'])
      expect(JSON.stringify(envOf(set))).not.toContain('secretKeyRef');
    expect(envOf('tls')).toContainEqual({ name: 'NODE_EXTRA_CA_CERTS', value: '/etc/rookery/tls/ca.crt' });
    expect(envOf('tls')).toContainEqual({ name: 'SERVER_URL', value: 'https://rookery.mcp.svc:80' });
    expect(renderSet('no-network-policy').find('Pod')).toBeUndefined();
  });
});
