// "Imports point down only." Each layer lists what of ours it may import beside itself; `npm run boundaries` checks it.
// A new folder under src/ needs a line here.

const WIRES = [
  'transport/http-sse',
  'transport/sessionless-post',
  'transport/streamable-http',
  'transport/stateless-http',
  'transport/stdio',
];
const FEATURES = ['tools', 'resources', 'prompts', 'completion', 'logging', 'lifecycle'];
const EDGE = [
  ...['auth', 'throttling', 'metrics', 'observability', 'tracing', 'drain'],
  ...['health', 'redis', 'landing'],
];

const BELOW_FEATURES = ['features', 'schemas', 'json-rpc', 'protocol'];
const BELOW_TRANSPORT = ['http-edge', 'sessions', 'json-rpc', 'protocol'];
const BELOW_WIRES = [
  ...['transport/post-reply', 'transport/event-stream', 'transport/admission'],
  ...['transport/direct-routes', 'transport/mcp-headers.ts'],
  ...BELOW_TRANSPORT,
];
// The edge knows no feature: a call names its target itself.
const BELOW_EDGE = ['transport/endpoints', ...BELOW_WIRES, 'features'];
const SERVER = [...WIRES, ...BELOW_EDGE, ...FEATURES, 'schemas'];
const EVERYTHING_BUT_CONFIG = [...EDGE, 'samples', ...SERVER];

const MAY_IMPORT = {
  protocol: [],
  'json-rpc': ['protocol'],
  sessions: ['json-rpc', 'protocol'],
  schemas: ['protocol'],
  features: ['json-rpc', 'protocol'],
  ...layers(FEATURES, BELOW_FEATURES),
  'http-edge': ['json-rpc', 'protocol'],
  'transport/direct-routes': ['http-edge', 'json-rpc', 'protocol'],
  'transport/event-stream': BELOW_TRANSPORT,
  'transport/post-reply': ['transport/event-stream', ...BELOW_TRANSPORT],
  'transport/admission': BELOW_TRANSPORT,
  'transport/mcp-headers.ts': ['protocol'],
  ...layers(WIRES, BELOW_WIRES),
  'transport/endpoints': [...WIRES, ...BELOW_WIRES],
  ...layers(EDGE, BELOW_EDGE),
  samples: [...FEATURES, ...BELOW_FEATURES],
  config: ['http-edge', 'json-rpc', 'protocol'],
  testing: ['json-rpc', 'protocol'],
  'mcp.module.ts': EVERYTHING_BUT_CONFIG,
  service: ['config', 'mcp.module.ts', ...EVERYTHING_BUT_CONFIG],
  // Modules of the edge have entries of their own.
  'index.ts': ['mcp.module.ts', ...SERVER],
  cli: ['config', 'service', 'mcp.module.ts', ...EVERYTHING_BUT_CONFIG],
  'main.ts': ['service', 'samples', ...EDGE, 'protocol'],
};

function layers(names, mayImport) {
  return Object.fromEntries(names.map((name) => [name, mayImport]));
}

function within(names) {
  const paths = names.map((name) => name.replaceAll('.', '\\.') + (name.endsWith('.ts') ? '$' : '/'));
  return `^src/(${paths.join('|')})`;
}

function downOnly([layer, mayImport]) {
  return {
    name: `down-only: ${layer}`,
    severity: 'error',
    comment: `src/${layer} may import ${mayImport.join(', ') || 'nothing of ours'}`,
    from: { path: within([layer]) },
    to: { path: '^src/', pathNot: within([layer, ...mayImport]) },
  };
}

module.exports = {
  forbidden: [
    ...Object.entries(MAY_IMPORT).map(downOnly),
    {
      name: 'known-layer',
      severity: 'error',
      comment: 'every file lies in a layer that MAY_IMPORT lists',
      from: { path: '^src/', pathNot: within(Object.keys(MAY_IMPORT)) },
      to: {},
    },
    {
      name: 'protocol-is-pure',
      severity: 'error',
      comment: 'protocol imports no package and nothing of Node (its tests may)',
      from: { path: '^src/protocol/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^src/' },
    },
    {
      name: 'redis-in-redis',
      severity: 'error',
      comment: 'src/redis is the one importer of the redis package',
      from: { path: '^src/', pathNot: '^src/redis/' },
      to: { path: '(^|node_modules/)(redis|@redis/[^/]+)(/|$)' },
    },
    {
      name: 'opentelemetry-in-tracing',
      severity: 'error',
      comment: 'src/tracing is the one importer of OpenTelemetry, which is loaded only while traces are on',
      from: { path: '^src/', pathNot: '^src/tracing/' },
      to: { path: '(^|node_modules/)@opentelemetry/' },
    },
    {
      name: 'tracing-is-lazy',
      severity: 'error',
      comment: 'what is loaded while traces are off imports nothing of OpenTelemetry, nor what does',
      from: { path: '^src/tracing/(index|tracing\\.)' },
      to: {
        path: ['(^|node_modules/)@opentelemetry/', '^src/tracing/(?!tracing\\.)'],
        dependencyTypesNot: ['dynamic-import', 'type-only'],
      },
    },
    {
      name: 'src-knows-no-test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|examples|scripts)/' },
    },
    {
      name: 'no-spec-imported',
      severity: 'error',
      from: {},
      to: { path: '\\.spec\\.ts$' },
    },
    {
      name: 'no-dev-package',
      severity: 'error',
      comment: 'what runs in production is a dependency, not a devDependency',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphan', severity: 'error', from: { orphan: true, pathNot: '\\.d\\.ts$' }, to: {} },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
