import type { ObjectSchema, Params } from '../protocol/index.js';
import { instantiate } from './dto-instance.js';
import { toJsonSchema } from './dto-schema.js';
import type { DtoClass, DtoShape } from './dto-shape.js';
import { DtoShapeReader } from './dto-shape-reader.js';
import { TransformedInstance } from './dto-transformed-instance.js';
import { findUnknownProperties } from './dto-unknown-properties.js';
import { DtoVerdict } from './dto-verdict.js';
import { type ParsedInput, toParsedInput, type Input } from './input.js';

/** An input class with class-validator decorators; their validators give the verdict. */
export class DtoInput implements Input {
  readonly schema: ObjectSchema;
  /** Properties and the decorators on them that the schema has words for only: `account (@IsIBAN)`. */
  readonly inWords: readonly string[];
  /** What works, but hardly as it is meant, with class and property. */
  readonly remarks: readonly string[];
  private readonly shape: DtoShape;
  private readonly isTransforming: boolean;

  /** @throws ConfigurationError for a class that cannot be described, or contradicts itself */
  constructor(dto: DtoClass, label: string) {
    const reader = new DtoShapeReader(label, 'input');
    this.shape = reader.read(dto);
    this.isTransforming = reader.isTransforming;
    this.remarks = reader.remarks;
    const { schema, inWords } = toJsonSchema(this.shape, 'input');
    this.schema = schema;
    this.inWords = inWords;
  }

  /** Waits only for validators that do. */
  parse(args: Params): ParsedInput | Promise<ParsedInput> {
    return this.isTransforming
      ? this.parseTransformed(args)
      : this.judge(instantiate(this.shape, args), args);
  }

  /** Unknown names are refused first: what class-transformer's decorators run on is declared. */
  private parseTransformed(args: Params): ParsedInput | Promise<ParsedInput> {
    const unknown = findUnknownProperties(this.shape, args);
    if (unknown.length > 0) return toParsedInput(undefined, unknown);
    const made = new TransformedInstance(this.shape, args);
    return this.judge(made.instance, args, made);
  }

  private judge(
    instance: Record<string, unknown>,
    args: Params,
    made?: TransformedInstance,
  ): ParsedInput | Promise<ParsedInput> {
    const verdict = new DtoVerdict(made);
    verdict.judge(this.shape, instance, args);
    if (verdict.pending.length === 0) return toParsedInput(instance, verdict.issues);
    return Promise.all(verdict.pending).then(() => toParsedInput(instance, verdict.issues));
  }
}
