import { ATTENDING_CLIENTS } from '../../support/clients/attending.js';
import { describeAttending } from '../../support/clients/describe-attending.js';

describe('Over stateless HTTP, each official client', () => {
  describeAttending(ATTENDING_CLIENTS);
});
