import {
  type CallToolResult,
  type Completion,
  type ErrorObject,
  type GetPromptResult,
  type InitializeResult,
  LATEST_SESSION_REVISION,
  type Params,
  type PromptDefinition,
  type ProtocolRevision,
  type ResourceContents,
  type ResourceDefinition,
  type ResourceTemplateDefinition,
  type ToolDefinition,
} from '../protocol/index.js';
import type { TestTransport } from './test-transport.js';

/** A request was answered with a JSON-RPC error. */
export class McpTestError extends Error {
  override readonly name = 'McpTestError';
  readonly code: number;
  readonly data: unknown;

  constructor({ code, message, data }: ErrorObject) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** How far a call is, as the server says it. */
export interface TestProgress {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

export interface TestCallOptions {
  /** Asks for progress, and gets it. */
  readonly onProgress?: (progress: TestProgress) => void;
  /** Cancels the call when it is aborted; the promise is then rejected with its reason. */
  readonly signal?: AbortSignal;
}

/** What is completed: an argument of a prompt, or a variable of a template by the template's text. */
export type TestCompletion =
  | { readonly prompt: string; readonly argument: string }
  | { readonly template: string; readonly variable: string };

/** A message as it came. */
export type TestMessage = Readonly<Record<string, unknown>>;

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/** A client for tests: it keeps every message it gets. */
export class McpTestClient implements AsyncDisposable {
  /** Every message of the server so far, in its order. */
  readonly messages: TestMessage[] = [];
  private readonly waiting = new Map<unknown, Waiting>();
  private readonly progress = new Map<unknown, (progress: TestProgress) => void>();
  private lastId = 0;

  constructor(private readonly transport: TestTransport) {}

  /** Opens the transport, and initialises. */
  async connect(protocolVersion: ProtocolRevision = LATEST_SESSION_REVISION): Promise<InitializeResult> {
    await this.transport.open((message) => this.receive(message as TestMessage));
    const clientInfo = { name: 'rookery/testing', version: '1.0.0' };
    const result = await this.request<InitializeResult>('initialize', {
      protocolVersion,
      capabilities: {},
      clientInfo,
    });
    await this.notify('notifications/initialized');
    return result;
  }

  /** All tools, of every page. */
  listTools(): Promise<ToolDefinition[]> {
    return this.list('tools');
  }

  /** @throws McpTestError for a JSON-RPC error; a tool's own failure is a result with `isError` */
  callTool(name: string, args: object = {}, options: TestCallOptions = {}): Promise<CallToolResult> {
    return this.request('tools/call', { name, arguments: args }, options);
  }

  /** All prompts, of every page. */
  listPrompts(): Promise<PromptDefinition[]> {
    return this.list('prompts');
  }

  /** @throws McpTestError for arguments that the prompt does not take, and for what it throws */
  getPrompt(
    name: string,
    args: Readonly<Record<string, string>> = {},
    options: TestCallOptions = {},
  ): Promise<GetPromptResult> {
    return this.request('prompts/get', { name, arguments: args }, options);
  }

  /** All resources with a URI, of every page, with those that templates list. */
  listResources(): Promise<ResourceDefinition[]> {
    return this.list('resources');
  }

  /** All templates of resources, of every page. */
  listResourceTemplates(): Promise<ResourceTemplateDefinition[]> {
    return this.list('resourceTemplates', 'resources/templates/list');
  }

  /** The contents of a resource. @throws McpTestError for an unknown URI, and for what its method throws */
  async readResource(uri: string, options: TestCallOptions = {}): Promise<ResourceContents[]> {
    const { contents } = await this.request<{ contents: ResourceContents[] }>(
      'resources/read',
      { uri },
      options,
    );
    return contents;
  }

  /** From now on {@link updatedUris} grows with each update. @throws McpTestError for an unknown URI */
  async subscribe(uri: string): Promise<void> {
    await this.request('resources/subscribe', { uri });
  }

  async unsubscribe(uri: string): Promise<void> {
    await this.request('resources/unsubscribe', { uri });
  }

  /** The URIs of the updates that came so far, in their order. */
  get updatedUris(): string[] {
    return this.messages
      .filter(({ method }) => method === 'notifications/resources/updated')
      .map(({ params }) => (params as { uri: string }).uri);
  }

  /**
   * The values for an argument of a prompt, or a variable of a template, named as `@Complete()` names it.
   * @param value what has been typed so far
   * @param args the other arguments, as far as they are filled in
   * @throws McpTestError for what the server does not have
   */
  async complete(
    completed: TestCompletion,
    value: string,
    args: Readonly<Record<string, string>> = {},
  ): Promise<Completion> {
    const { ref, name } =
      'prompt' in completed
        ? { ref: { type: 'ref/prompt', name: completed.prompt }, name: completed.argument }
        : { ref: { type: 'ref/resource', uri: completed.template }, name: completed.variable };
    const params = { ref, argument: { name, value }, context: { arguments: args } };
    const { completion } = await this.request<{ completion: Completion }>('completion/complete', params);
    return completion;
  }

  /** @throws McpTestError */
  async request<Result = unknown>(
    method: string,
    params: Params = {},
    options: TestCallOptions = {},
  ): Promise<Result> {
    const { signal, onProgress } = options;
    const id = ++this.lastId;
    const cancel = (): void => this.cancel(id, signal?.reason);
    const answer = new Promise<Result>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    if (onProgress) this.progress.set(id, onProgress);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const meta = onProgress ? { _meta: { progressToken: id } } : {};
      await Promise.race([answer, this.send({ jsonrpc: '2.0', id, method, params: { ...params, ...meta } })]);
      return await answer;
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.waiting.delete(id);
      this.progress.delete(id);
    }
  }

  notify(method: string, params: Params = {}): Promise<void> {
    return this.send({ jsonrpc: '2.0', method, params });
  }

  /** Sends any message, or any text. @throws Error when the server does not take it at all */
  send(message: unknown): Promise<void> {
    return this.transport.send(message);
  }

  async close(): Promise<void> {
    await this.transport.close();
    for (const { reject } of this.waiting.values()) reject(new Error('The client was closed'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** All members of a list, of every page. */
  private async list<Member>(list: string, method = `${list}/list`): Promise<Member[]> {
    const members: Member[] = [];
    let cursor: string | undefined;
    do {
      const page: Readonly<Record<string, unknown>> = await this.request(method, { cursor });
      members.push(...(page[list] as Member[]));
      cursor = page['nextCursor'] as string | undefined;
    } while (cursor !== undefined);
    return members;
  }

  private cancel(requestId: number, reason: unknown): void {
    this.waiting.get(requestId)?.reject(reason);
    this.notify('notifications/cancelled', { requestId }).catch(() => undefined);
  }

  private receive(message: TestMessage): void {
    this.messages.push(message);
    if (message['method'] === 'notifications/progress') {
      const params = message['params'] as TestProgress & { progressToken: unknown };
      this.progress.get(params.progressToken)?.(params);
    }
    const { id, method } = message;
    // A server with pings ends the session of a client that does not answer them.
    if (method === 'ping') this.send({ jsonrpc: '2.0', id, result: {} }).catch(() => undefined);
    const waiting = method === undefined ? this.waiting.get(id) : undefined;
    if (!waiting) return;
    if ('error' in message) waiting.reject(new McpTestError(message['error'] as ErrorObject));
    else waiting.resolve(message['result'] as never);
  }
}
