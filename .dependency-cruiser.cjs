// "Imports point down only." `npm run boundaries` checks it; scripts/lib/layers.cjs says what is below what.
const { LAYERS } = require('./scripts/lib/layers.cjs');

const FOLDERS = LAYERS.flatMap(({ folders }) => folders);

function within(names) {
  const paths = names.map((name) => name.replaceAll('.', '\\.') + (name.endsWith('.ts') ? '$' : '/'));
  return `^src/(${paths.join('|')})`;
}

function downOnly({ folders, imports }) {
  return folders.map((folder) => ({
    name: `down-only: ${folder}`,
    severity: 'error',
    comment: `src/${folder} may import ${imports.join(', ') || 'nothing of ours'}`,
    from: { path: within([folder]) },
    to: { path: '^src/', pathNot: within([folder, ...imports]) },
  }));
}

module.exports = {
  forbidden: [
    ...LAYERS.flatMap(downOnly),
    {
      name: 'known-layer',
      severity: 'error',
      comment: 'every file lies in a layer of scripts/lib/layers.cjs',
      from: { path: '^src/', pathNot: within(FOLDERS) },
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
