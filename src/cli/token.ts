import { createStaticToken } from '../auth/static-token.js';
import { ConfigurationError } from '../protocol/errors.js';

const [principal, ...scopes] = process.argv.slice(2);

if (principal === undefined) {
  process.stderr.write('Usage: npm run token -- <principal> [scopes…]\n');
  process.exit(1);
}

try {
  const { token, line } = createStaticToken(principal, scopes);
  process.stdout.write(`Token for ${principal}, shown only here:\n${token}\n`);
  process.stdout.write(`Line for AUTH_TOKENS or AUTH_TOKENS_FILE:\n${line}\n`);
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
