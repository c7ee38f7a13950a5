/** How a {@link McpTestClient} reaches the server. */
export interface TestTransport {
  /** @param onMessage gets every JSON-RPC message of the server, decoded */
  open(onMessage: (message: unknown) => void): Promise<void>;
  /** @throws Error when the server does not take the message at all */
  send(message: unknown): Promise<void>;
  close(): Promise<void>;
}
