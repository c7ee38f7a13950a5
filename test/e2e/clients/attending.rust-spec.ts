import { ATTENDING_RUST_CLIENTS } from '../../support/clients/attending.js';
import { describeAttending } from '../../support/clients/describe-attending.js';

describe('Over stateless HTTP, the official client', () => {
  describeAttending(ATTENDING_RUST_CLIENTS);
});
