// What dist/main.js does, with direct routes or without.
import { createRookery } from '../../../dist/service/create-rookery.js';
import { ConfigurationError } from '../../../dist/protocol/index.js';
import { SamplesModule } from '../../../dist/samples/index.js';
import { ROOKERY_OPTIONS } from './rookery-options.mjs';

try {
  const rookery = await createRookery(SamplesModule, ROOKERY_OPTIONS);
  await rookery.listen();
} catch (error) {
  console.error(error instanceof ConfigurationError ? `rookery: ${error.message}` : error);
  process.exit(1);
}
