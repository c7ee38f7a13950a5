import { createHash } from 'node:crypto';

/** The SHA-256 of each text that a client was told, in every way there is; the clients in other languages print the same. */
export interface Heard {
  readonly description: string;
  readonly results: readonly string[];
  readonly errors: readonly string[];
  /** The keys and values of structured content. */
  readonly shapes: readonly (readonly string[])[];
  /** The progress and the log message of one call. */
  readonly told: readonly (readonly string[])[];
}

interface Result {
  readonly content?: readonly { readonly text?: string }[];
  readonly structuredContent?: Readonly<Record<string, string>>;
}

/** A client of a TypeScript SDK. */
interface Listener {
  list(): Promise<{ tools: { description?: string }[] }>;
  call(
    params: { name: string; arguments: Record<string, unknown> },
    onprogress?: (progress: { message?: string }) => void,
  ): Promise<unknown>;
}

/** Has the tools of `hostile-tools.ts` say their texts to a client. */
export class Hearing {
  private onLog: (text: string) => void = () => undefined;

  constructor(private readonly client: Listener) {}

  /** The client's handler of log messages. */
  log(data: unknown): void {
    this.onLog(data as string);
  }

  async listen(count: number): Promise<Heard> {
    const { tools } = await this.client.list();
    const indices = [...Array(count).keys()];
    return {
      description: digest(tools[0]!.description!),
      results: await inTurn(indices, (index) => this.text('say', index)),
      errors: await inTurn(indices, (index) => this.text('refuse', index)),
      shapes: await inTurn(indices, (index) => this.shape(index)),
      told: await inTurn(indices, (index) => this.tell(index)),
    };
  }

  private async text(name: string, index: number): Promise<string> {
    const { content } = (await this.client.call({ name, arguments: { index } })) as Result;
    return digest(content![0]!.text!);
  }

  private async shape(index: number): Promise<string[]> {
    const result = (await this.client.call({ name: 'shape', arguments: { index } })) as Result;
    return Object.entries(result.structuredContent!).flat().map(digest);
  }

  private async tell(index: number): Promise<string[]> {
    const log = new Promise<string>((resolve) => (this.onLog = resolve));
    let onProgress!: (text: string) => void;
    const progress = new Promise<string>((resolve) => (onProgress = resolve));
    const params = { name: 'tell', arguments: { index } };
    const call = this.client.call(params, ({ message }) => onProgress(message!));
    const heard = await Promise.all([progress, log]);
    await this.client.call({ name: 'heard', arguments: {} });
    await call;
    return heard.map(digest);
  }
}

async function inTurn<Value>(
  indices: readonly number[],
  ask: (index: number) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = [];
  for (const index of indices) values.push(await ask(index));
  return values;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
