import type { ObjectSchema, Params } from '../protocol/index.js';
import { instantiate } from './dto-instance.js';
import { toJsonSchema } from './dto-schema.js';
import type { DtoClass, DtoShape } from './dto-shape.js';
import { DtoShapeReader } from './dto-shape-reader.js';
import { DtoVerdict } from './dto-verdict.js';
import { type ParsedInput, toParsedInput, type Input } from './input.js';

/** An input class with class-validator decorators; their validators give the verdict. */
export class DtoInput implements Input {
  readonly schema: ObjectSchema;
  /** Properties and the decorators on them that the schema has words for only: `account (@IsIBAN)`. */
  readonly inWords: readonly string[];
  private readonly shape: DtoShape;

  /** @throws ConfigurationError for a class that cannot be described */
  constructor(dto: DtoClass, label: string) {
    this.shape = new DtoShapeReader(label).read(dto);
    const { schema, inWords } = toJsonSchema(this.shape);
    this.schema = schema;
    this.inWords = inWords;
  }

  /** Waits only for validators that do. */
  parse(args: Params): ParsedInput | Promise<ParsedInput> {
    const value = instantiate(this.shape, args);
    const verdict = new DtoVerdict();
    verdict.judge(this.shape, value, args);
    if (verdict.pending.length === 0) return toParsedInput(value, verdict.issues);
    return Promise.all(verdict.pending).then(() => toParsedInput(value, verdict.issues));
  }
}
