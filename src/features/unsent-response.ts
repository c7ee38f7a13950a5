import { ConfigurationError } from '../protocol/index.js';

/**
 * The response that a guard written for HTTP gets of a tool's call. Its status and headers are kept for those who read them
 * back, and none is sent: the call is answered with a JSON-RPC message.
 */
export class UnsentResponse {
  statusCode = 200;
  readonly headersSent = false;
  private readonly headers = new Map<string, unknown>();

  status(code: number): this {
    this.statusCode = code;
    return this;
  }

  setHeader(name: string, value: unknown): this {
    this.headers.set(name.toLowerCase(), value);
    return this;
  }

  /** Express's word for it. */
  header(name: string, value: unknown): this {
    return this.setHeader(name, value);
  }

  getHeader(name: string): unknown {
    return this.headers.get(name.toLowerCase());
  }

  removeHeader(name: string): void {
    this.headers.delete(name.toLowerCase());
  }

  /** @throws ConfigurationError */
  send(): never {
    throw answered();
  }

  /** @throws ConfigurationError */
  json(): never {
    throw answered();
  }

  /** @throws ConfigurationError */
  redirect(): never {
    throw answered();
  }

  /** @throws ConfigurationError */
  end(): never {
    throw answered();
  }
}

function answered(): ConfigurationError {
  return new ConfigurationError(
    "A guard on a tool answered the HTTP request, but a tool's call is answered in JSON-RPC: throw an HttpException, or return false",
  );
}
