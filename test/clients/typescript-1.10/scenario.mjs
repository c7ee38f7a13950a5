// Exercises an MCP server over HTTP+SSE, or Streamable HTTP at a URL that ends with /mcp, or stdio where the URL is a
// command as JSON, and prints what it found as JSON.
//
// usage: scenario.mjs URL MESSAGE IDLE_SECONDS
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const [url, message, idleSeconds] = process.argv.slice(2);
const client = new Client({ name: 'rookery-test-1.10', version: '1.0.0' });
await client.connect(transportTo(url));

function transportTo(url) {
  if (url.startsWith('[')) {
    const [command, ...args] = JSON.parse(url);
    return new StdioClientTransport({ command, args, stderr: 'ignore' });
  }
  return url.endsWith('/mcp')
    ? new StreamableHTTPClientTransport(new URL(url))
    : new SSEClientTransport(new URL(url));
}

const call = (name, args) => client.callTool({ name, arguments: args });
const { name, version } = client.getServerVersion();
const { tools } = await client.listTools();
const sum = await call('add', { a: 5, b: 3 });
const echo = await call('echo', { message });
const unknownToolCode = await call('no-such-tool', {}).catch(({ code }) => code);
const wrong = await call('add', { a: 'five', b: 3 });
await delay(Number(idleSeconds) * 1000);
const sumAfterIdling = await call('add', { a: 2, b: 3 });
await client.close();

const found = {
  server: { name, version },
  tools: tools.map((tool) => tool.name),
  sum: sum.content[0].text,
  echo: echo.content[0].text,
  unknownToolCode,
  wrongArgument: { isError: wrong.isError, text: wrong.content[0].text },
  sumAfterIdling: sumAfterIdling.content[0].text,
};
process.stdout.write(JSON.stringify(found));
