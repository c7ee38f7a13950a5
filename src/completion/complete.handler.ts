import { CallMcpContext, type Completable, CompletionSources } from '../features/index.js';
import { type CallTarget, type RequestContext, RequestHandler, unknownTarget } from '../json-rpc/index.js';
import {
  type Completion,
  InvalidParamsError,
  MethodNotFoundError,
  type Params,
  REVISIONS,
} from '../protocol/index.js';
import { toProtocolError } from '../schemas/index.js';
import { completeFrom, toCompletion } from './completion-result.js';
import { CompletionRegistry } from './completion-registry.js';
import { type ReadReference, readReference, readRequest } from './read-request.js';

/** A name is repeated in messages up to here. */
const MAX_NAME_LENGTH = 200;

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/utilities/completion */
@RequestHandler('completion/complete', { revisions: REVISIONS })
export class CompleteHandler implements RequestHandler {
  constructor(
    private readonly sources: CompletionSources,
    private readonly completions: CompletionRegistry,
  ) {}

  /** Who may not use a prompt hears nothing of its arguments. Its own rate is for getting it. */
  target(params: Params): CallTarget {
    const reference = readReference(params);
    const found = reference && this.sources.find(reference.type, reference.name);
    if (found) return { kind: found.kind, name: found.name, access: found.access };
    return unknownTarget(reference?.kind === 'template' ? 'resource' : 'prompt');
  }

  /**
   * @throws InvalidParamsError for what this server does not have, and what its method refuses by HttpException
   * @throws MethodNotFoundError of a server without the capability
   */
  async handle(params: Params, context: RequestContext): Promise<{ completion: Completion }> {
    if (!this.completions.isServed) throw new MethodNotFoundError('completion/complete');
    const reference = readReference(params);
    if (!reference)
      throw new InvalidParamsError(
        'ref must be { type: "ref/prompt", name } or { type: "ref/resource", uri }',
      );
    const { name, ...request } = readRequest(params, context.revision);
    const values = this.findValues(reference, name);
    const own = this.completions.find({ ...reference, argument: name });
    if (!own) return { completion: completeFrom(values ?? [], request.value) };
    try {
      const returned = await own.complete(request, new CallMcpContext(context, params));
      return { completion: toCompletion(returned, own.label) };
    } catch (error) {
      throw toProtocolError(error);
    }
  }

  /** The texts that an argument takes, where they are listed. */
  private findValues({ type, name, kind }: ReadReference, argument: string): readonly string[] | undefined {
    const found: Completable | undefined = this.sources.find(type, name);
    if (!found) throw new InvalidParamsError(`Unknown ${kind}: ${name.slice(0, MAX_NAME_LENGTH)}`);
    if (found.argumentValues.has(argument)) return found.argumentValues.get(argument);
    throw new InvalidParamsError(
      `Unknown argument of ${kind} ${name}: ${argument.slice(0, MAX_NAME_LENGTH)}`,
    );
  }
}
