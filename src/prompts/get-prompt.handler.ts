import { Optional } from '@nestjs/common';
import { CallMcpContext } from '../features/index.js';
import {
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
  InvalidParamsError,
  isRecord,
  MethodNotFoundError,
  type Params,
  REVISIONS,
} from '../protocol/index.js';
import { listIssues, toProtocolError } from '../schemas/index.js';
import { PromptRegistry } from './prompt-registry.js';
import { encodeGetPromptResult, toGetPromptResult } from './prompt-result.js';
import { PromptsOptions } from './prompts.options.js';
import type { RegisteredPrompt } from './registered-prompt.js';

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/prompts#getting-a-prompt */
@RequestHandler('prompts/get', { revisions: REVISIONS })
export class GetPromptHandler implements RequestHandler {
  constructor(
    private readonly prompts: PromptRegistry,
    @Optional() private readonly options: PromptsOptions = new PromptsOptions(),
    @Optional() private readonly work: WorkMeter = new UnmeteredWork(),
  ) {}

  target({ name }: Params): CallTarget {
    return (typeof name === 'string' ? this.prompts.findByName(name) : undefined) ?? unknownTarget('prompt');
  }

  /**
   * @throws InvalidParamsError for an unknown prompt, arguments that it does not take, and what it refuses by HttpException
   * @throws MethodNotFoundError of a server without the capability
   */
  async handle(params: Params, context: RequestContext): Promise<EncodedResult> {
    if (!this.prompts.isServed) throw new MethodNotFoundError('prompts/get');
    const { name } = params;
    const args = params['arguments'] ?? {};
    if (typeof name !== 'string') throw new InvalidParamsError('name must be a string');
    if (!isRecord(args)) throw new InvalidParamsError('arguments must be an object');
    const prompt = this.prompts.findByName(name);
    if (!prompt) throw new InvalidParamsError(`Unknown prompt: ${name.slice(0, 200)}`);
    const value = await this.parse(prompt, args, context);
    const returned = await callPrompt(prompt, value, new CallMcpContext(context, params));
    const result = toGetPromptResult(returned, prompt.label);
    return encodeGetPromptResult(result, prompt.definition, context.revision, this.options.maxResultBytes);
  }

  private async parse(
    { name, input }: RegisteredPrompt,
    args: Params,
    context: RequestContext,
  ): Promise<unknown> {
    const parsed = await meterWork(this.work, context.caller, () => input.parse(args));
    if ('issues' in parsed)
      throw new InvalidParamsError(`Invalid arguments for prompt ${name}:\n${listIssues(parsed.issues)}`);
    return parsed.value;
  }
}

/** @throws ProtocolError in place of an HttpException */
async function callPrompt(
  { get }: RegisteredPrompt,
  value: unknown,
  context: CallMcpContext,
): Promise<unknown> {
  try {
    return await get(value, context);
  } catch (error) {
    throw toProtocolError(error);
  }
}
