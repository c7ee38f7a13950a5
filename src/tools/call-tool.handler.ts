import { Optional } from '@nestjs/common';
import { CallMcpContext } from '../features/index.js';
import {
  CallOptions,
  type CallTarget,
  type EncodedResult,
  meterWork,
  type RequestContext,
  RequestHandler,
  unknownTarget,
  UnmeteredWork,
  WorkMeter,
} from '../json-rpc/index.js';
import {
  type CallToolResult,
  InvalidParamsError,
  isThenable,
  type Params,
  ProtocolError,
  REVISIONS,
} from '../protocol/index.js';
import { describeUnencodable, type ParsedInput } from '../schemas/index.js';
import type { RegisteredTool } from './registered-tool.js';
import {
  encodeCallToolResult,
  toCallToolResult,
  toErrorResult,
  toInvalidInputResult,
  toUnreadResult,
} from './tool-result.js';
import { ToolRegistry } from './tool-registry.js';
import { ToolsOptions } from './tools.options.js';

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#calling-tools */
@RequestHandler('tools/call', { revisions: REVISIONS })
export class CallToolHandler implements RequestHandler {
  constructor(
    private readonly tools: ToolRegistry,
    @Optional() private readonly options: ToolsOptions = new ToolsOptions(),
    @Optional() private readonly work: WorkMeter = new UnmeteredWork(),
    @Optional() private readonly calls: CallOptions = new CallOptions(),
  ) {}

  target({ name }: Params): CallTarget {
    return (typeof name === 'string' ? this.tools.findByName(name) : undefined) ?? unknownTarget('tool');
  }

  /**
   * Wrong arguments and what a tool says with `ToolError` or `HttpException` are results with `isError`, which a model
   * can read and mend. A tool that never waits is answered without a promise.
   * @throws InvalidParamsError for a request that names no tool
   */
  handle(params: Params, context: RequestContext): EncodedResult | PromiseLike<EncodedResult> {
    const { name } = params;
    const args = params['arguments'] ?? {};
    if (typeof name !== 'string') throw new InvalidParamsError('name must be a string');
    if (typeof args !== 'object' || Array.isArray(args))
      throw new InvalidParamsError('arguments must be an object');
    const tool = this.tools.findByName(name);
    if (!tool) throw new InvalidParamsError(`Unknown tool: ${name.slice(0, 200)}`);
    const parsed = meterWork(this.work, context.caller, () => tool.input.parse(args as Params));
    return isThenable(parsed)
      ? parsed.then((input) => this.run(tool, input, params, context))
      : this.run(tool, parsed, params, context);
  }

  /** A model can send less. */
  refuse(refusal: ProtocolError, context: RequestContext): EncodedResult {
    return this.encode(toUnreadResult(refusal), context);
  }

  private run(
    tool: RegisteredTool,
    parsed: ParsedInput,
    params: Params,
    context: RequestContext,
  ): EncodedResult | PromiseLike<EncodedResult> {
    if ('issues' in parsed)
      return this.encode(toInvalidInputResult(tool.definition.name, parsed.issues), context);
    try {
      const mcpContext = new CallMcpContext(context, params);
      const value = tool.call(parsed.value, mcpContext);
      if (!isThenable(value)) return this.encodeResult(tool, value, context);
      const fallSilent = tool.hasAutoProgress ? mcpContext.keepAlive(this.calls.autoProgressMs) : undefined;
      return value.then(
        (settled) => {
          fallSilent?.();
          return this.encodeResult(tool, settled, context);
        },
        (error: unknown) => {
          fallSilent?.();
          return this.encodeError(error, context);
        },
      );
    } catch (error) {
      return this.encodeError(error, context);
    }
  }

  private encodeResult(
    { label, output }: RegisteredTool,
    value: unknown,
    context: RequestContext,
  ): EncodedResult {
    try {
      const result = toCallToolResult(output ? output.toSent(value) : value, label, output);
      // A result that says `isError` promises nothing.
      if (!result.isError) output?.check(result.structuredContent);
      return this.encode(result, context);
    } catch (error) {
      throw describeUnencodable(value, label) ?? error;
    }
  }

  private encodeError(error: unknown, context: RequestContext): EncodedResult {
    const result = toErrorResult(error);
    if (!result)
      throw error instanceof ProtocolError
        ? new Error(`The tool threw ${error.name}: ${error.message}`, { cause: error })
        : error;
    return this.encode(result, context);
  }

  private encode(result: CallToolResult, { revision }: RequestContext): EncodedResult {
    return encodeCallToolResult(result, revision, this.options.maxResultBytes);
  }
}
