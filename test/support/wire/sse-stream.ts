import {
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestInClear,
} from 'node:http';
import { request as requestSecurely } from 'node:https';
import { checkText, conversationOfRequest, sessionIdIn } from '../official/checked-texts.js';
import { type CheckedConversation, conversationOf } from '../official/conversations.js';

/** One event of a stream, or one comment. */
export interface StreamEvent {
  readonly type?: string;
  readonly id?: string;
  readonly data?: string;
  readonly comment?: string;
}

/** A reader of raw SSE bytes: it keeps all it saw, and waits for what is to come. */
export class SseStream implements AsyncDisposable {
  readonly events: StreamEvent[] = [];
  bytes = '';
  /** How many reads of the socket brought the bytes. */
  reads = 0;
  isEnded = false;
  private rest = '';
  private socketBytes = 0;
  private readonly watchers = new Set<() => void>();

  private constructor(
    private readonly request: ClientRequest,
    private readonly response: IncomingMessage,
    private conversation: CheckedConversation,
  ) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.receive(text));
    response.once('close', () => {
      this.isEnded = true;
      this.wake();
    });
    response.on('error', () => undefined);
  }

  /** Opens a stream as an MCP client does, unless `headers` say otherwise. @param body makes it a POST */
  static open(url: string, headers: Record<string, string> = {}, body?: string): Promise<SseStream> {
    const method = body === undefined ? 'GET' : 'POST';
    return SseStream.send(method, url, { accept: 'text/event-stream', ...headers }, body);
  }

  /** Posts a message whose answer is a stream. */
  static post(url: string, message: object, headers: Record<string, string> = {}): Promise<SseStream> {
    const all = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
    return SseStream.send('POST', url, { ...all, ...headers }, JSON.stringify(message));
  }

  private static send(
    method: string,
    url: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<SseStream> {
    return new Promise((resolve, reject) => {
      const begin = url.startsWith('https:') ? requestSecurely : requestInClear;
      const options = { method, headers, agent: false, rejectUnauthorized: false };
      const request = begin(url, options, (response) => {
        const conversation = conversationOfRequest(url, headers, body, response.headers);
        resolve(new SseStream(request, response, conversation));
      });
      request.once('error', reject);
      request.end(body);
    });
  }

  get status(): number {
    return this.response.statusCode!;
  }

  get headers(): IncomingHttpHeaders {
    return this.response.headers;
  }

  /** The messages so far, decoded. */
  get messages(): Record<string, unknown>[] {
    return this.events
      .filter(({ type }) => type === 'message')
      .map(({ data }) => JSON.parse(data!) as Record<string, unknown>);
  }

  /** The URL that the endpoint event names. */
  async endpoint(): Promise<string> {
    const { data } = await this.waitFor(({ type }) => type === 'endpoint');
    return new URL(data!, `${this.request.protocol}//${this.request.getHeader('host') as string}`).href;
  }

  async waitFor(matches: (event: StreamEvent) => boolean): Promise<StreamEvent> {
    for (;;) {
      const found = this.events.find(matches);
      if (found) return found;
      if (this.isEnded) throw new Error(`The stream ended: ${this.bytes}`);
      await this.changed();
    }
  }

  /** The response to a request of this id. */
  async responseTo(id: string | number): Promise<Record<string, unknown>> {
    const event = await this.waitFor(
      ({ type, data }) => type === 'message' && (JSON.parse(data!) as { id?: unknown }).id === id,
    );
    return JSON.parse(event.data!) as Record<string, unknown>;
  }

  async ended(): Promise<void> {
    while (!this.isEnded) await this.changed();
  }

  /** Stops reading; what the server sends fills the socket. */
  pause(): void {
    this.response.pause();
  }

  /** Reads again. */
  resume(): void {
    this.response.resume();
  }

  close(): void {
    this.request.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.ended();
  }

  private changed(): Promise<void> {
    return new Promise((resolve) => this.watchers.add(resolve));
  }

  private wake(): void {
    for (const watcher of this.watchers) watcher();
    this.watchers.clear();
  }

  /** One read may bring several chunks of HTTP. */
  private countRead(): void {
    const { bytesRead } = this.response.socket;
    if (bytesRead !== this.socketBytes) this.reads++;
    this.socketBytes = bytesRead;
  }

  private receive(text: string): void {
    this.bytes += text;
    this.countRead();
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop()!;
    for (const line of lines) this.readLine(line);
    this.wake();
  }

  private check({ type, data }: StreamEvent): void {
    if (data === undefined) return;
    if (type === 'endpoint') this.conversation = conversationOf(sessionIdIn(data));
    else checkText(this.conversation, data);
  }

  private event: { type?: string; id?: string; data?: string } = {};

  private readLine(line: string): void {
    if (line.startsWith(':')) this.events.push({ comment: line.slice(1).trim() });
    else if (line !== '') {
      const [, field, value = ''] = /^([^:]*):? ?([^]*)$/.exec(line)!;
      if (field === 'event') this.event.type = value;
      if (field === 'id') this.event.id = value;
      if (field === 'data') this.event.data = value;
    } else if (Object.keys(this.event).length > 0) {
      this.events.push(this.event);
      this.check(this.event);
      this.event = {};
    }
  }
}
