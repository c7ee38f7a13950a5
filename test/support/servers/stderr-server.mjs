// The built service that logs to stderr, which leaves stdout to what this program writes itself.
import { SamplesModule } from '../../../dist/samples/index.js';
import { createRookery } from '../../../dist/service/index.js';

const rookery = await createRookery(SamplesModule, { logTo: 'stderr' });
await rookery.listen();
process.stdout.write('a line of the program\n');
await rookery.close();
