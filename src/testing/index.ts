export { connect, type Connectable, type ConnectOptions } from './connect.js';
export {
  McpTestClient,
  McpTestError,
  type TestCallOptions,
  type TestCompletion,
  type TestMessage,
  type TestProgress,
} from './mcp-test-client.js';
