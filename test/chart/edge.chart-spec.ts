import { describeWith } from '../support/available.js';
import { render, renderNotes, renderSet, type Values, valuesOf } from '../support/chart/helm.js';

describeWith('ROOKERY_TEST_HELM', 'The way in', () => {
  it('is a Service with a client that stays, and nothing else, without values', () => {
    const rendered = renderSet('default');
    expect(rendered.kinds.toSorted()).toEqual([
      'ConfigMap',
      'Deployment',
      'NetworkPolicy',
      'Pod',
      'Secret',
      'Service',
      'ServiceAccount',
    ]);
    expect(rendered.get('Service').spec).toMatchObject({
      type: 'ClusterIP',
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } },
      ports: [{ name: 'http', port: 80, appProtocol: 'http' }],
    });
  });

  it('has no affinity, a node port and a source range where they are asked for', () => {
    const { spec } = renderSet('node-port').get('Service');
    expect(spec).toMatchObject({
      type: 'NodePort',
      sessionAffinity: 'None',
      ports: [{ port: 8080, nodePort: 30080 }],
    });
    expect(spec).not.toHaveProperty('sessionAffinityConfig');
    expect(renderSet('load-balancer').get('Service').spec).toMatchObject({
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['203.0.113.0/24'],
    });
    expect(renderSet('ipv6').get('Service').spec).toMatchObject({
      ipFamilyPolicy: 'SingleStack',
      ipFamilies: ['IPv6'],
    });
    expect(renderSet('tls').get('Service').spec.ports[0]).toMatchObject({ appProtocol: 'https' });
  });

  it('keeps no client at a pod where no wire has sessions, unless asked to', () => {
    const spec = renderSet('stateless-replicas').get('Service').spec;
    expect(spec).toMatchObject({ sessionAffinity: 'None' });
    expect(spec).not.toHaveProperty('sessionAffinityConfig');
    const asked = { config: { wires: ['stateless-http'] }, service: { sessionAffinity: 'ClientIP' } };
    expect(render(asked).get('Service').spec).toMatchObject({ sessionAffinity: 'ClientIP' });
  });

  it('is a route whose requests never time out', () => {
    const { spec } = renderSet('httproute').get('HTTPRoute');
    expect(spec).toEqual({
      parentRefs: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }],
      hostnames: ['mcp.example.com'],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          timeouts: { request: '0s', backendRequest: '0s' },
          backendRefs: [{ name: 'rookery', port: 80 }],
        },
      ],
    });
  });

  it('is a route with a path, with filters and with further rules', () => {
    const prefixed = renderSet('path-prefix').get('HTTPRoute').spec as { rules: object[] };
    expect(prefixed.rules).toEqual([
      {
        matches: [{ path: { type: 'PathPrefix', value: '/mcp-server' } }],
        backendRefs: [{ name: 'rookery', port: 80 }],
      },
    ]);
    const { rules } = renderSet('httproute-wildcard').get('HTTPRoute').spec as { rules: object[] };
    expect(rules).toMatchObject([
      { matches: [{ path: { value: '/metrics' } }] },
      { filters: [{ type: 'URLRewrite' }] },
    ]);
  });

  it('is an ingress with the annotations of its class', () => {
    const { spec, metadata } = renderSet('ingress-nginx').get('Ingress');
    expect(metadata.annotations).toMatchObject({ 'nginx.ingress.kubernetes.io/proxy-buffering': 'off' });
    const backend = { service: { name: 'rookery', port: { name: 'http' } } };
    expect(spec).toEqual({
      ingressClassName: 'nginx',
      tls: [{ secretName: 'mcp-tls', hosts: ['mcp.example.com'] }],
      rules: [{ host: 'mcp.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    });
    const open = { trustProxy: 1, publicUrl: 'https://mcp.example.com', pathPrefix: '/tools' };
    const anyHost = render({ config: open, ingress: { enabled: true, hosts: [{ host: '' }] } });
    const [rule] = anyHost.get('Ingress').spec['rules'] as [object];
    expect(rule).toEqual({ http: { paths: [{ path: '/tools', pathType: 'Prefix', backend }] } });
    expect(anyHost.get('Ingress').spec).not.toHaveProperty('ingressClassName');
  });

  it('is for the names of the Service, of routes and of values', () => {
    const hosts = (set: string): string[] => renderSet(set).environment()['ALLOWED_HOSTS']!.split(',');
    const ofService = ['rookery', 'rookery.mcp', 'rookery.mcp.svc', 'rookery.mcp.svc.cluster.local'];
    expect(hosts('default')).toEqual(ofService);
    expect(hosts('httproute')).toEqual([...ofService, 'mcp.example.com']);
    expect(hosts('httproute-wildcard')).toEqual(ofService);
    expect(hosts('ingress-alb')).toEqual([...ofService, 'mcp.example.com']);
    expect(hosts('every-variable')).toEqual([...ofService, 'other.example.com']);
    expect(hosts('ipv6')).toContain('rookery.mcp.svc.example.internal');
    expect(hosts('fullname')).toContain('mcp.mcp.svc');
  });

  it('is bounded by a policy', () => {
    const { spec } = renderSet('default').get('NetworkPolicy');
    expect(spec).toMatchObject({
      policyTypes: ['Ingress'],
      ingress: [
        { ports: [{ port: 'http', protocol: 'TCP' }] },
        { ports: [{ port: 'management', protocol: 'TCP' }], from: [{ namespaceSelector: {} }] },
      ],
    });
    expect(spec.ingress[0]).not.toHaveProperty('from');
    const bounded = renderSet('network-policy').get('NetworkPolicy').spec;
    expect(bounded.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(bounded.ingress.map(({ ports }) => ports[0]!.port)).toEqual(['http', 'http']);
    expect(bounded.ingress[0]!.from?.[1]).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'rookery' } },
    });
    expect(bounded.egress).toHaveLength(2);
    expect(renderSet('no-network-policy').find('NetworkPolicy')).toBeUndefined();
  });
});

describeWith('ROOKERY_TEST_HELM', 'The notes', () => {
  it('say how to read the token, how to call, and what comes next', () => {
    const notes = renderNotes();
    expect(notes).toContain("get secret rookery-auth --output jsonpath='{.data.token}' | base64 --decode");
    expect(notes).toContain('helm test rookery --namespace mcp --logs');
    expect(notes).toMatch(
      / {2}http:\/\/localhost:8000\/mcp +Streamable HTTP\n {2}http:\/\/localhost:8000\/sse +HTTP\+SSE/,
    );
    expect(notes).toContain('Next: open it to clients');
    expect(notes).toContain('Authorization: Bearer $TOKEN');
    expect(notes).toContain('memory of this one replica');
    expect(notes).not.toContain('WARNING');
  });

  it.each([
    [{ auth: { mode: 'none' } }, 'whoever reaches the Service may call every tool'],
    [{ service: { type: 'LoadBalancer' } }, 'in clear'],
    [{ service: { type: 'NodePort' } }, 'requests from outside get 403 until'],
    [
      { metrics: { serviceMonitor: { enabled: true } }, networkPolicy: { managementFrom: [] } },
      'Prometheus cannot scrape',
    ],
    [
      {
        config: { trustProxy: 1 },
        httpRoute: { enabled: true, parentRefs: [{ name: 'public' }], hostnames: ['mcp.example.com'] },
      },
      'config.publicUrl is not set',
    ],
  ])('warn: %j', (values, warning) => {
    expect(renderNotes(values)).toMatch(new RegExp(`WARNING: .*${warning}`));
  });

  it.each([
    [{ config: { pathPrefix: '/tools' } }, 'http://localhost:8000/tools/mcp'],
    [{ config: { publicUrl: 'https://mcp.example.com/' } }, 'https://mcp.example.com/mcp'],
    [{ config: { publicUrl: 'https://mcp.example.com/tools' } }, 'https://mcp.example.com/tools/mcp'],
    [
      { config: { publicUrl: 'https://mcp.example.com', pathPrefix: '/tools' } },
      'https://mcp.example.com/tools/mcp',
    ],
  ])('name the URL that clients use: %j', (values, url) => {
    expect(renderNotes(values)).toMatch(new RegExp(`^  ${url} +Streamable HTTP$`, 'm'));
  });

  it.each<[values: Values, has: RegExp, not: RegExp]>([
    [
      valuesOf('stateless-replicas'),
      /\/mcp +stateless HTTP, for clients of revision 2026-07-28$/m,
      /\/sse|\/message/,
    ],
    [
      valuesOf('stateless-replicas'),
      /curl \S+\/mcp [^]*Mcp-Method: tools\/list/,
      /memory of this one replica/,
    ],
    [
      valuesOf('stateless-replicas'),
      /any replica answers any request[^]*on each\nof up to 3 replicas/,
      /WARNING/,
    ],
    [
      valuesOf('no-sessions-autoscaling'),
      /\/mcp +Streamable HTTP$[^]*\/message[^]*of up to 10 replicas/m,
      /\/sse/,
    ],
    [
      { config: { wires: ['sessionless-post'] } },
      /\/message +a POST without a session/,
      /\/mcp|\/sse|of up to/,
    ],
    [{ config: { wires: ['http-sse'], sessionlessPost: false } }, /\/sse +HTTP\+SSE/, /\/mcp|curl/],
  ])('name what is served, and how many may serve it: %j', (values, has, not) => {
    const notes = renderNotes(values);
    expect(notes).toMatch(has);
    expect(notes).not.toMatch(not);
  });

  it('name the Secret and the key that are yours', () => {
    const values = { auth: { existingSecret: { name: 'mine', tokenKey: 'mcp.token' } } };
    expect(renderNotes(values)).toContain("get secret mine --output jsonpath='{.data.mcp\\.token}'");
    expect(renderNotes({ auth: { mode: 'none' }, tests: { enabled: false } })).not.toMatch(
      /Read the token|helm test|Bearer/,
    );
    expect(renderNotes({ tls: { enabled: true, existingSecret: 'cert' } })).toContain(
      'curl --insecure https://localhost:8000',
    );
  });
});
