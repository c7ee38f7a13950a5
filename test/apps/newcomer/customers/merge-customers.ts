import { type } from 'arktype';

export const MergeCustomers = type({
  keep: type('number.integer > 0').describe('the customer that stays'),
  drop: 'number.integer > 0',
  'fields?': "('email' | 'phone' | 'tags')[] <= 3",
  dryRun: 'boolean = false',
  'contact?': { email: 'string.email', 'name?': '1 <= string <= 80' },
});
