import { ConfigurationError } from './protocol/index.js';
import { SamplesModule } from './samples/index.js';
import { createRookery } from './service/index.js';

try {
  const rookery = await createRookery(SamplesModule);
  await rookery.listen();
} catch (error) {
  console.error(error instanceof ConfigurationError ? `rookery: ${error.message}` : error);
  process.exit(1);
}
