import { NotFoundException, Optional } from '@nestjs/common';
import { CallMcpContext } from '../features/index.js';
import {
  type CallTarget,
  countSentBytes,
  encodeJson,
  EncodedResult,
  meterWork,
  type RequestContext,
  RequestHandler,
  UnmeteredWork,
  WorkMeter,
} from '../json-rpc/index.js';
import {
  InvalidParamsError,
  MethodNotFoundError,
  type Params,
  type ResourceContents,
  ResourceNotFoundError,
  REVISIONS,
  traitsOf,
} from '../protocol/index.js';
import { listIssues, toProtocolError } from '../schemas/index.js';
import { refuseLarge } from './collect-stream.js';
import { toResourceContents } from './resource-contents.js';
import { type FoundResource, ResourceRegistry } from './resource-registry.js';
import { targetOf } from './resource-target.js';
import { readUri } from './resource-uri.js';
import { ResourcesOptions } from './resources.options.js';

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/resources#reading-resources */
@RequestHandler('resources/read', { revisions: REVISIONS })
export class ReadResourceHandler implements RequestHandler {
  constructor(
    private readonly resources: ResourceRegistry,
    @Optional() private readonly options: ResourcesOptions = new ResourcesOptions(),
    @Optional() private readonly work: WorkMeter = new UnmeteredWork(),
  ) {}

  target(params: Params): CallTarget {
    return targetOf(this.resources, params);
  }

  /**
   * @throws ResourceNotFoundError where nothing has the URI, or its method returned nothing or threw a NotFoundException
   * @throws InvalidParamsError for variables that its input does not take, and what it refuses by another HttpException
   * @throws MethodNotFoundError of a server without the capability
   */
  async handle(params: Params, context: RequestContext): Promise<EncodedResult> {
    if (!this.resources.isServed) throw new MethodNotFoundError('resources/read');
    const uri = readUri(params);
    const found = this.resources.find(uri);
    if (!found) throw new ResourceNotFoundError(uri);
    const variables = await this.parse(found, uri, context);
    const { label, mimeType } = found.target;
    const callContext = new CallMcpContext(context, params);
    const returned = await readFound(found, uri, variables, callContext);
    const source = { uri, mimeType, label, maxBytes: this.options.maxResultBytes };
    const contents = await toResourceContents(returned, source, context);
    if (!contents) throw new ResourceNotFoundError(uri);
    return this.encode(contents, found, context);
  }

  private async parse(found: FoundResource, uri: string, context: RequestContext): Promise<unknown> {
    const { target, variables } = found;
    const input = variables && found.target.input;
    if (!input) return undefined;
    const parsed = await meterWork(this.work, context.caller, () => input.parse(variables));
    if ('issues' in parsed)
      throw new InvalidParamsError(`Invalid variables for ${target.name}:\n${listIssues(parsed.issues)}`, {
        uri,
      });
    return parsed.value;
  }

  private encode(
    contents: readonly ResourceContents[],
    { target }: FoundResource,
    { revision }: RequestContext,
  ): EncodedResult {
    const { maxResultBytes } = this.options;
    const json = encodeJson({ contents, ...(traitsOf(revision).hasCacheHints && target.cacheHints) });
    const bytes = countSentBytes(json);
    if (bytes > maxResultBytes) refuseLarge(bytes, maxResultBytes);
    return new EncodedResult(json);
  }
}

/** @throws ProtocolError in place of an HttpException */
async function readFound(
  { target }: FoundResource,
  uri: string,
  variables: unknown,
  context: CallMcpContext,
): Promise<unknown> {
  try {
    return await target.read(variables, context);
  } catch (error) {
    if (error instanceof NotFoundException) throw new ResourceNotFoundError(uri);
    throw toProtocolError(error);
  }
}
