import { type ValidationError, validateSync } from 'class-validator';
import type { Params, ToolDefinition } from '../protocol/index.js';
import { toJsonSchema } from './dto-schema.js';
import { type DtoClass, type DtoShape, readShape } from './dto-shape.js';
import { type InputIssue, type ParsedInput, type ToolInput, unknownProperty } from './tool-input.js';

/** An input class with class-validator decorators; class-validator gives the verdict. */
export class DtoInput implements ToolInput {
  readonly schema: ToolDefinition['inputSchema'];
  private readonly shape: DtoShape;

  /** @throws ConfigurationError for a class that cannot be described */
  constructor(dto: DtoClass, label: string) {
    this.shape = readShape(dto, label);
    this.schema = toJsonSchema(this.shape);
  }

  parse(args: Params): ParsedInput {
    const issues: InputIssue[] = [];
    const value = instantiate(this.shape, args, '', issues);
    for (const error of validateSync(value, VALIDATOR_OPTIONS)) collectIssues(error, '', issues);
    return issues.length > 0 ? { issues } : { value };
  }
}

const VALIDATOR_OPTIONS = {
  forbidUnknownValues: false,
  validationError: { target: false, value: false },
};

/**
 * An instance that holds only what its class declares. Assigning a whole JSON object to one would let its own
 * `__proto__` key replace the prototype.
 */
function instantiate(shape: DtoShape, source: Params, path: string, issues: InputIssue[]): object {
  const instance = new shape.dto() as Record<string, unknown>;
  for (const key of Object.keys(source)) {
    const property = shape.properties.get(key);
    if (property) instance[key] = source[key];
    else issues.push(unknownProperty(path + key));
    if (!property?.nested) continue;
    const { nested } = property;
    const nest = (value: unknown, at: string): unknown =>
      isRecord(value) ? instantiate(nested, value, `${path}${at}.`, issues) : value;
    const value = source[key];
    instance[key] = Array.isArray(value)
      ? value.map((member, index) => nest(member, `${key}.${index}`))
      : nest(value, key);
  }
  return instance;
}

function collectIssues(error: ValidationError, prefix: string, issues: InputIssue[]): void {
  const path = prefix + error.property;
  for (const [code, message] of Object.entries(error.constraints ?? {})) issues.push({ path, code, message });
  for (const child of error.children ?? []) collectIssues(child, `${path}.`, issues);
}

function isRecord(value: unknown): value is Params {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
