import { describeWith } from '../support/available.js';
import { refusalOf, render, type Values } from '../support/chart/helm.js';

const ROUTED = {
  httpRoute: { enabled: true, parentRefs: [{ name: 'public' }], hostnames: ['mcp.example.com'] },
};
const INGRESS = { ingress: { enabled: true, hosts: [{ host: 'mcp.example.com' }] } };
const TRUSTED = { config: { trustProxy: 1 } };
const DIGEST = 'sha256:0123';

/** What serves sessions, each in its way. */
const REPLICAS_WITH_SESSIONS = [
  { streamableSessions: false },
  { wires: ['http-sse', 'stateless-http'], streamableSessions: false },
  { wires: ['streamable-http', 'stateless-http'] },
  { wires: ['streamable-http'], streamableSessions: true },
  { wires: ['http-sse'], sessionlessPost: false },
];

const budget = (minAvailable: number | string): object => ({
  podDisruptionBudget: { enabled: true, minAvailable },
});
const BUDGETS_THAT_STOP_DRAINS = [
  { replicaCount: 2, ...budget(2) },
  { replicaCount: 3, ...budget('100%') },
  { replicaCount: 5, autoscaling: { enabled: true, minReplicas: 1, maxReplicas: 5 }, ...budget(1) },
];

/** Each with a part of the reason. */
const BY_RULE: [what: string, values: Values, reason: string][] = [
  ['two replicas', { replicaCount: 2 }, 'replicaCount must be at most 1, since sessions live in the memory'],
  [
    'two replicas by autoscaling',
    { autoscaling: { enabled: true, maxReplicas: 3 } },
    'autoscaling.maxReplicas must be at most 1',
  ],
  [
    'two replicas, and says what works',
    { replicaCount: 2 },
    'Install the chart once for each replica instead, behind a proxy that routes by Mcp-Session-Id: docs/production/replicas.md',
  ],
  [
    'two replicas, and names the values that allow them',
    { replicaCount: 2 },
    'Or serve no sessions: config.wires=[stateless-http], or config.wires without http-sse and config.streamableSessions=false',
  ],
  ...REPLICAS_WITH_SESSIONS.map((config): [string, Values, string] => [
    `two replicas with ${JSON.stringify(config)}`,
    { replicaCount: 2, config },
    'replicaCount must be at most 1',
  ]),
  [
    'autoscaling to three replicas with sessions of Streamable HTTP',
    { autoscaling: { enabled: true, maxReplicas: 3 }, config: { wires: ['streamable-http'] } },
    'autoscaling.maxReplicas must be at most 1',
  ],
  [
    'more replicas than there may be',
    { autoscaling: { enabled: true, minReplicas: 2 } },
    'must not be above',
  ],
  [
    'autoscaling by nothing',
    { autoscaling: { enabled: true, targetCPUUtilizationPercentage: null } },
    'autoscaling needs a target',
  ],
  [
    'session keys in two places',
    { sessions: { keys: ['A'.repeat(43)], existingSecret: { name: 'mine' } } },
    'set one or the other',
  ],
  ['sessions in Redis', { sessions: { store: 'redis' } }, 'not built yet'],
  [
    'a budget that stops drains',
    { podDisruptionBudget: { enabled: true, minAvailable: 1 } },
    'would stop every drain',
  ],
  ...BUDGETS_THAT_STOP_DRAINS.map((values): [string, Values, string] => [
    `a budget that stops drains of several replicas: ${JSON.stringify(values)}`,
    { config: { wires: ['stateless-http'] }, ...values },
    'would stop every drain',
  ]),
  ['a route without trust', ROUTED, 'config.trustProxy must be set with a route or an ingress'],
  ['an ingress without trust', INGRESS, 'config.trustProxy must be set with a route or an ingress'],
  [
    'an ingress that trusts no proxy',
    { ...INGRESS, config: { trustProxy: 0 } },
    'config.trustProxy must be set',
  ],
  [
    'a route without gateway',
    { ...TRUSTED, httpRoute: { enabled: true, hostnames: ['a.example.com'] } },
    'must name a Gateway',
  ],
  ['an ingress without host', { ...TRUSTED, ingress: { enabled: true } }, 'must name a host'],
  [
    'a route for any host',
    { ...TRUSTED, httpRoute: { enabled: true, parentRefs: [{ name: 'public' }] } },
    'requests to unknown hosts get 403',
  ],
  [
    'an ingress for a wildcard',
    { ...TRUSTED, ingress: { enabled: true, hosts: [{ host: '*.example.com' }] } },
    'requests to unknown hosts get 403',
  ],
  [
    'two places for the token',
    { auth: { token: 't'.repeat(32), existingSecret: { name: 'mine' } } },
    'set one or the other',
  ],
  [
    'a token that nobody asks for',
    { auth: { mode: 'none', token: 't'.repeat(32) } },
    'are for auth.mode=bearer',
  ],
  [
    'a Secret without keys',
    { auth: { existingSecret: { name: 'mine', tokenKey: '' } } },
    'needs tokenKey, tokensKey or both',
  ],
  ['jwt without issuer', { auth: { mode: 'jwt' } }, 'needs auth.jwt.issuer'],
  [
    'jwt without keys',
    { auth: { mode: 'jwt', jwt: { issuer: 'https://id.example.com' } } },
    'where the issuer publishes its keys',
  ],
  [
    'jwt without audience',
    {
      auth: {
        mode: 'jwt',
        jwt: { issuer: 'https://id.example.com', jwksUrl: 'https://id.example.com/keys' },
      },
    },
    'tokens for others must not be taken',
  ],
  [
    'an issuer that nobody asks',
    { auth: { jwt: { issuer: 'https://id.example.com' } } },
    'auth.jwt is for auth.mode=jwt',
  ],
  ['scopes of nobody', { auth: { mode: 'none', requiredScopes: ['tools'] } }, 'nobody has scopes'],
  [
    'HTTPS for a public URL without',
    { config: { forceHttps: true, publicUrl: 'http://mcp.example.com' } },
    'needs a config.publicUrl with https',
  ],
  [
    'HTTPS that nobody can know of',
    { config: { forceHttps: true, publicUrl: 'https://mcp.example.com' } },
    'only the proxy in front knows',
  ],
  ['TLS without certificate', { tls: { enabled: true } }, 'needs tls.existingSecret'],
  ['one port for all', { ports: { management: 8000 } }, 'must differ'],
  ['a delay as long as the drain', { drain: { delaySeconds: 60 } }, 'must be below it'],
  ['a grace period below the drain', { terminationGracePeriodSeconds: 64 }, 'must be at least 65'],
  [
    'a grace period below the sleep and the drain',
    { drain: { preStopSeconds: 20 }, terminationGracePeriodSeconds: 80 },
    'must be at least 85',
  ],
  ['a rollout that has no time', { progressDeadlineSeconds: 60 }, 'looks like a rollout that failed'],
  [
    'a variable with a value of its own',
    { extraEnv: [{ name: 'MAX_SESSIONS', value: '5' }] },
    'MAX_SESSIONS must not be in extraEnv',
  ],
  [
    'a port by the environment',
    { extraEnv: [{ name: 'PORT', value: '1234' }] },
    'PORT must not be in extraEnv',
  ],
  [
    'another label of the selector',
    { podLabels: { 'app.kubernetes.io/name': 'x' } },
    'the Service finds its pods by it',
  ],
  ['a label that the chart sets', { commonLabels: { 'app.kubernetes.io/name': 'x' } }, 'the chart does'],
];

/** Each with the place that the schema names. */
const BY_SCHEMA: [what: string, values: Values, place: string][] = [
  ['a typo at the top', { replicas: 1 }, "'replicas'"],
  ['a typo below', { config: { maxSession: 5 } }, "'maxSession'"],
  ['a typo far below', { metrics: { serviceMonitor: { enable: true } } }, "'enable'"],
  [
    'a typo in a list',
    { ...TRUSTED, ingress: { enabled: true, hosts: [{ host: 'a', path: '/' }] } },
    "'path'",
  ],
  ['another mode', { auth: { mode: 'basic' } }, '/auth/mode'],
  ['a short token', { auth: { token: 'secret' } }, '/auth/token'],
  ['trust in everyone', { config: { trustProxy: 'true' } }, '/config/trustProxy'],
  ['a URL without scheme', { config: { publicUrl: 'mcp.example.com' } }, '/config/publicUrl'],
  ['a host with scheme', { config: { allowedHosts: ['https://mcp.example.com'] } }, '/config/allowedHosts/0'],
  [
    'an origin with path',
    { config: { allowedOrigins: ['https://app.example.com/'] } },
    '/config/allowedOrigins/0',
  ],
  ['a rate without time', { config: { rateLimit: '600' } }, '/config/rateLimit'],
  ['text for a number', { config: { maxSessions: 'many' } }, '/config/maxSessions'],
  ['a level that is none', { config: { logLevel: 'verbose' } }, '/config/logLevel'],
  ['a port that needs root', { ports: { http: 80 } }, '/ports/http'],
  ['a short digest', { image: { digest: DIGEST } }, '/image/digest'],
  ['a Service of another type', { service: { type: 'ExternalName' } }, '/service/type'],
  ['a negative time', { drain: { delaySeconds: -1 } }, '/drain/delaySeconds'],
  [
    'an alert that is none',
    { metrics: { prometheusRule: { disabled: ['Down'] } } },
    '/metrics/prometheusRule/disabled/0',
  ],
];

describeWith('ROOKERY_TEST_HELM', 'The chart refuses', () => {
  it.each(BY_RULE)('%s', (_what, values, reason) => {
    expect(refusalOf(values)).toContain(reason);
  });

  it.each(BY_SCHEMA)('%s', (_what, values, place) => {
    const refusal = refusalOf(values);
    expect(refusal).toContain("values don't meet the specifications of the schema");
    expect(refusal).toContain(place);
  });

  it('nothing of a parent chart', () => {
    expect(render({ global: { anything: true } }).kinds).toContain('Deployment');
  });
});
