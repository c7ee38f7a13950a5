import { describeSetUps } from './support/describe-set-ups.js';

describeSetUps('commonjs', 'vitest/globals');
