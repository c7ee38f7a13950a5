// Tests run as CommonJS: swc transforms our TypeScript and the packages that ship ES modules only.
// When a test fails with "Cannot use import statement outside a module", add the package it names here.
const ESM_ONLY_PACKAGES = [
  '@nestjs/(common|core|mapped-types|platform-express|testing|terminus)',
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
  'uint8array-extras',
];

const swc = (parser, jsc = {}) => [
  '@swc/jest',
  {
    jsc: { parser, target: 'es2022', keepClassNames: true, ...jsc },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

const project = (displayName, options) => ({
  displayName,
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['dist', '.cache', 'test/clients', 'bench/node_modules'].map(
    (folder) => `<rootDir>/${folder}/`,
  ),
  transform: {
    '^.+\\.ts$': swc(
      { syntax: 'typescript', decorators: true },
      { transform: { legacyDecorator: true, decoratorMetadata: true } },
    ),
    '^.+\\.m?js$': swc({ syntax: 'ecmascript' }),
  },
  transformIgnorePatterns: [`/node_modules/(?!(${ESM_ONLY_PACKAGES.join('|')})/)`],
  ...options,
});

export default {
  maxWorkers: 2,
  coverageDirectory: 'coverage',
  projects: [
    project('unit', { testMatch: ['<rootDir>/src/**/*.spec.ts'] }),
    project('e2e', {
      testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/jest.e2e.mjs'],
    }),
  ],
};
