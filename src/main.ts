import { ConfigurationError } from './protocol/index.js';
import { SamplesModule } from './samples/index.js';
import { createRookery, serveStdio } from './service/index.js';

try {
  if (process.argv.includes('--stdio')) await serveStdio(SamplesModule);
  else await (await createRookery(SamplesModule)).listen();
} catch (error) {
  console.error(error instanceof ConfigurationError ? `rookery: ${error.message}` : error);
  process.exit(1);
}
