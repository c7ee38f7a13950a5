import { createRookery } from 'rookery/service';
import { RatesModule } from './rates.module.js';
await (await createRookery(RatesModule)).listen();
