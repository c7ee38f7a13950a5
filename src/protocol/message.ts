/** A well-formed string of at most 256 bytes, or an integer within ±(2^53 − 1): what survives JSON in every language. */
export type RequestId = string | number;

export type Params = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object. */
export function isRecord(value: unknown): value is Params {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface RequestMessage {
  readonly kind: 'request';
  readonly id: RequestId;
  readonly method: string;
  readonly params: Params;
}

export interface NotificationMessage {
  readonly kind: 'notification';
  readonly method: string;
  readonly params: Params;
}

/** What the peer answers to a request of ours. */
export interface ResponseMessage {
  readonly kind: 'response';
  readonly id: RequestId | null;
  /** One of the two is there, as the peer sent it. */
  readonly result?: unknown;
  readonly error?: unknown;
}

/** One decoded JSON-RPC message. */
export type Message = RequestMessage | NotificationMessage | ResponseMessage;

/** The `error` member of a JSON-RPC response. */
export interface ErrorObject {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}
