// The built service, which tells the packages of OpenTelemetry that it has loaded once it listens.
import { createRequire } from 'node:module';
import { Logger } from '@nestjs/common';
import { createRookery } from '../../../dist/service/create-rookery.js';
import { SamplesModule } from '../../../dist/samples/index.js';

const rookery = await createRookery(SamplesModule);
await rookery.listen();
const paths = Object.keys(createRequire(import.meta.url).cache);
const names = new Set(
  paths.flatMap((path) => /node_modules\/(@opentelemetry\/[^/]+)\//.exec(path)?.[1] ?? []),
);
new Logger('Packages').log(`OpenTelemetry: ${[...names].toSorted().join(' ')}`);
