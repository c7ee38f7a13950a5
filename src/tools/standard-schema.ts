import { ConfigurationError, type Params, type ToolDefinition } from '../protocol/index.js';
import type { InputIssue, ParsedInput, ToolInput } from './tool-input.js';

interface StandardIssue {
  readonly message: string;
  readonly code?: unknown;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}

type StandardResult =
  { readonly value: unknown; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] };

/**
 * Any validator that speaks Standard Schema and Standard JSON Schema, such as zod 4.
 * @see https://standardschema.dev
 */
export interface StandardSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult | Promise<StandardResult>;
    readonly jsonSchema?: {
      readonly input: (options: { readonly target: 'draft-2020-12' }) => Record<string, unknown>;
    };
  };
}

/** An input whose shape and verdict are the schema's own. */
export class StandardSchemaInput implements ToolInput {
  readonly schema: ToolDefinition['inputSchema'];

  /** @throws ConfigurationError for a schema that is no JSON Schema of an object */
  constructor(
    private readonly standard: StandardSchema,
    label: string,
  ) {
    const schema = standard['~standard']?.jsonSchema?.input({ target: 'draft-2020-12' });
    if (schema?.['type'] !== 'object')
      throw new ConfigurationError(
        `${label}: input must be a Standard Schema of an object that makes JSON Schema, such as z.object({ … })`,
      );
    this.schema = { ...schema, type: 'object' };
  }

  parse(args: Params): ParsedInput | Promise<ParsedInput> {
    const result = this.standard['~standard'].validate(args);
    return result instanceof Promise ? result.then(toParsedInput) : toParsedInput(result);
  }
}

function toParsedInput(result: StandardResult): ParsedInput {
  return result.issues ? { issues: result.issues.map(toInputIssue) } : { value: result.value };
}

function toInputIssue({ message, path = [], code }: StandardIssue): InputIssue {
  const keys = path.map((segment) => String(typeof segment === 'object' ? segment.key : segment));
  return { path: keys.join('.'), code: typeof code === 'string' ? code : 'invalid', message };
}
