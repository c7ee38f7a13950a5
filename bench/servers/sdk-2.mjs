// The second major of the official SDK, set up as the first one is.
import { randomUUID } from 'node:crypto';
import { createMcpExpressApp } from '@modelcontextprotocol/express';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { serveSessions } from './sdk-sessions.mjs';

function createServer() {
  const server = new McpServer({ name: 'sdk-2', version: '1.0.0' });
  server.registerTool(
    'echo',
    { description: 'Say a message back', inputSchema: z.object({ message: z.string() }) },
    ({ message }) => ({ content: [{ type: 'text', text: message }] }),
  );
  return server;
}

serveSessions(createMcpExpressApp(), async (onInitialized) => {
  const transport = new NodeStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: onInitialized,
  });
  await createServer().connect(transport);
  return transport;
});
