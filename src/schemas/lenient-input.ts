import type { ObjectSchema, Params } from '../protocol/index.js';
import { type Input, type ParsedInput, toParsedInput } from './input.js';
import { type LenientPlan, planLeniency } from './lenient-plan.js';
import { LenientReading } from './lenient-reading.js';

/**
 * An input that takes text for what it stands for, where its schema allows no text: `"5"` for 5, `"true"` for true, JSON text
 * for an array or an object. Then its own verdict follows; its description stays.
 */
class LenientInput implements Input {
  readonly schema: ObjectSchema;

  constructor(
    private readonly input: Input,
    private readonly plan: LenientPlan,
    private readonly maxValues: number,
  ) {
    this.schema = input.schema;
  }

  parse(args: Params): ParsedInput | PromiseLike<ParsedInput> {
    const reading = new LenientReading(args, this.maxValues);
    const meant = reading.read(args, this.plan) as Params;
    return reading.excess ? toParsedInput(undefined, [reading.excess]) : this.input.parse(meant);
  }
}

/**
 * @param maxValues JSON values that the arguments may have, those in JSON text included
 * @returns the input itself, if text stands for nothing else in it
 */
export function toLenientInput(input: Input, maxValues: number): Input {
  const plan = planLeniency(input.schema);
  return plan ? new LenientInput(input, plan, maxValues) : input;
}
