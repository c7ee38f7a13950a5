import { createRequire } from 'node:module';
import { ConfigurationError } from 'rookery';
import { createRookery, serveStdio } from 'rookery/service';
import { RatesModule } from './rates.module.js';

const { name, version } = createRequire(import.meta.url)('../package.json') as Record<string, string>;

const server = { name, version };

try {
  if (process.argv.includes('--stdio')) await serveStdio(RatesModule, { server });
  else await (await createRookery(RatesModule, { server })).listen();
} catch (error) {
  // A bad variable or a port in use: one sentence says what to set.
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exit(1);
}
