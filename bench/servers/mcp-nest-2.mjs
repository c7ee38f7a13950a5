// The second major of MCP-Nest with sessions.
import { serveMcpNest } from './mcp-nest-2-app.mjs';

await serveMcpNest(true);
