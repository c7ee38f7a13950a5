import { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** A server object of the second major of the official SDK; there is one for each session, or for each request. */
export function createServer() {
  const server = new McpServer({ name: 'sdk-2', version: '1.0.0' });
  server.registerTool(
    'echo',
    { description: 'Say a message back', inputSchema: z.object({ message: z.string() }) },
    ({ message }) => ({ content: [{ type: 'text', text: message }] }),
  );
  return server;
}
