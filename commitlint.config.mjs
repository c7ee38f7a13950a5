// Conventional Commits, with one type of our own: `spec`, a change that follows the MCP specification.
export default {
  extends: ['@commitlint/config-conventional'],
  rules: {
    'type-enum': [
      2,
      'always',
      ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'spec', 'style', 'test'],
    ],
    'body-max-line-length': [0],
  },
};
