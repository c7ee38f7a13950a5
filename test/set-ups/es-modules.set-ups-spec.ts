import { describeSetUps } from './support/describe-set-ups.js';

describeSetUps('module', 'jest');
