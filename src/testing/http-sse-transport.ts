import type { TestTransport } from './test-transport.js';

const EVENT = /^event: (\w+)\n(?:id: .*\n)?data: (.*)$/m;

/** Over a real socket, as a client speaks HTTP+SSE. */
export class HttpSseTestTransport implements TestTransport {
  private readonly abort = new AbortController();
  private endpoint: URL | undefined;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly url: URL,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  async open(onMessage: (message: unknown) => void): Promise<void> {
    const headers = { ...this.headers, accept: 'text/event-stream' };
    const response = await fetch(this.url, { headers, signal: this.abort.signal });
    if (!response.ok || !response.body) throw new Error(`${this.url.href} answered ${response.status}`);
    await new Promise<void>((resolve, reject) => {
      this.reading = this.read(response.body!, (type, data) => {
        if (type === 'message') onMessage(JSON.parse(data));
        if (type !== 'endpoint') return;
        this.endpoint = new URL(data, this.url);
        resolve();
      }).then(() => reject(new Error('The stream ended')), reject);
    });
  }

  async send(message: unknown): Promise<void> {
    if (!this.endpoint) throw new Error('The stream is not open');
    const headers = { ...this.headers, 'content-type': 'application/json' };
    const body = typeof message === 'string' ? message : JSON.stringify(message);
    const response = await fetch(this.endpoint, { method: 'POST', headers, body });
    const text = await response.text();
    if (!response.ok) throw new Error(`The server answered ${response.status}: ${text}`);
  }

  async close(): Promise<void> {
    this.abort.abort();
    await this.reading?.catch(() => undefined);
  }

  private async read(
    body: ReadableStream<Uint8Array>,
    onEvent: (type: string, data: string) => void,
  ): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of body) {
      const frames = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = frames.pop()!;
      for (const frame of frames) {
        const [, type, data] = EVENT.exec(frame) ?? [];
        if (type !== undefined && data !== undefined) onEvent(type, data);
      }
    }
  }
}
