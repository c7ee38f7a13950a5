// Tests run as CommonJS: swc transforms our TypeScript and the packages that ship ES modules only.
// When a test fails with "Cannot use import statement outside a module", add the package it names here.
const ESM_ONLY_PACKAGES = [
  '@ark/(schema|util)',
  '@nestjs/(common|core|mapped-types|platform-express|platform-ws|testing|terminus|websockets)',
  'arkregex',
  'arktype',
  // CommonJS, but with import() inside.
  '@opentelemetry/otlp-exporter-base',
  'eventsource',
  'eventsource-parser',
  'fast-check',
  'file-type',
  'jose',
  'load-esm',
  'pkce-challenge',
  'pure-rand',
  'smol-toml',
  'strtok3',
  'token-types',
  'typebox',
  'uint8array-extras',
];

// What clients see of the service: these run without direct routes too.
const WIRE_SPECS = [
  'bad-input',
  'browser*',
  'client-quirks',
  // Texts are encoded, and idle connections kept, before a route is found.
  'clients/!(hostile-texts|idle)',
  'conversation',
  'cut-streams',
  'edge',
  'flood',
  'header-mismatch',
  'health',
  'http-sse',
  'many-sessions',
  'newer-revision-probes',
  'origins',
  'pipeline',
  'principals',
  'rate-limit',
  'recorded-clients',
  'resume*',
  'routing',
  'seams',
  'seed-curl',
  'session',
  'sessionless',
  'shutdown',
  'slow-reader',
  'stateless*',
  'testing-kit',
  'tool*',
  'wrong-url',
];

const swc = (parser, jsc = {}) => [
  '@swc/jest',
  {
    jsc: { parser, target: 'es2022', keepClassNames: true, ...jsc },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

/**
 * When a test has hung. It is far above what any test takes on a busy machine, so that no test fails for being slow.
 */
const HUNG_AFTER_MS = 300_000;

const project = (displayName, options) => ({
  displayName,
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['dist', '.cache', 'test/clients', 'test/programs', 'bench/node_modules'].map(
    (folder) => `<rootDir>/${folder}/`,
  ),
  transform: {
    '^.+\\.ts$': swc(
      { syntax: 'typescript', decorators: true },
      { transform: { legacyDecorator: true, decoratorMetadata: true } },
    ),
    '^.+\\.m?js$': swc({ syntax: 'ecmascript' }),
  },
  setupFilesAfterEnv: ['<rootDir>/test/support/official/expect-no-faults.ts'],
  transformIgnorePatterns: [`/node_modules/(?!(${ESM_ONLY_PACKAGES.join('|')})/)`],
  ...options,
});

export default {
  // More than there are cores: many tests wait for the time that they are about.
  maxWorkers: 3,
  // Of all projects: Jest does not read it of one.
  testTimeout: HUNG_AFTER_MS,
  coverageDirectory: 'coverage',
  projects: [
    project('unit', { testMatch: ['<rootDir>/{src,test}/**/*.spec.ts'] }),
    project('e2e', { testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'] }),
    // Combinations of what the others show one by one, and programs that take long to start.
    project('e2e-long', { testMatch: ['<rootDir>/test/**/*.e2e-long-spec.ts'] }),
    // Its programs take minutes to build, where there is a cargo to build them.
    project('rust', { testMatch: ['<rootDir>/test/**/*.rust-spec.ts'] }),
    project('attacks', { testMatch: ['<rootDir>/test/attacks/**/*.attack-spec.ts'] }),
    // Slowness has both kinds of server at once, since it waits for minutes.
    project('attacks-express', {
      testMatch: ['<rootDir>/test/attacks/!(slowness).attack-spec.ts'],
      setupFiles: ['<rootDir>/jest.e2e-express.mjs'],
    }),
    project('e2e-express', {
      testMatch: WIRE_SPECS.map((name) => `<rootDir>/test/e2e/${name}.e2e?(-long)-spec.ts`),
      setupFiles: ['<rootDir>/jest.e2e-express.mjs'],
    }),
    project('set-ups', { testMatch: ['<rootDir>/test/set-ups/*.set-ups-spec.ts'] }),
    project('chart', { testMatch: ['<rootDir>/test/chart/*.chart-spec.ts'] }),
    project('apiserver', { testMatch: ['<rootDir>/test/chart/*.apiserver-spec.ts'] }),
    project('soak', { testMatch: ['<rootDir>/test/soak/**/*.soak-spec.ts'] }),
  ],
};
