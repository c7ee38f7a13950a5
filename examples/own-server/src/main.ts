import { createRookery } from 'rookery';
import { RatesModule } from './rates.module.js';
await (await createRookery(RatesModule)).listen();
