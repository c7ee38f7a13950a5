// The second major of MCP-Nest without sessions.
import { serveMcpNest } from './mcp-nest-2-app.mjs';

await serveMcpNest(false);
