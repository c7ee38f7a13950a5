"""Exercises an MCP server over HTTP+SSE, or Streamable HTTP at a URL that ends with /mcp, or stdio where the URL is a
command as JSON, and prints what it found as JSON.

usage: scenario.py session|client URL MESSAGE IDLE_SECONDS

`session` uses the ClientSession, which begins with initialize; `client` uses the high-level Client,
which asks for server/discover first. The first major version of mcp has a ClientSession alone, and names of its own.
"""

import asyncio
import json
import sys

import mcp
from mcp import ClientSession
from transports import IS_FIRST, transport_to


async def code_of(call) -> int | None:
    try:
        await call
    except mcp.McpError if IS_FIRST else mcp.MCPError as error:
        return error.error.code
    return None


async def exercise(client, server, message: str, idle_seconds: float) -> dict:
    tools = (await client.list_tools()).tools
    total = await client.call_tool("add", {"a": 5, "b": 3})
    echo = await client.call_tool("echo", {"message": message})
    unknown_tool_code = await code_of(client.call_tool("no-such-tool", {}))
    wrong = await client.call_tool("add", {"a": "five", "b": 3})
    await asyncio.sleep(idle_seconds)
    total_after_idling = await client.call_tool("add", {"a": 2, "b": 3})
    return {
        "server": {"name": server.name, "version": server.version},
        "tools": [tool.name for tool in tools],
        "sum": total.content[0].text,
        "echo": echo.content[0].text,
        "unknownToolCode": unknown_tool_code,
        "wrongArgument": {"isError": wrong.isError if IS_FIRST else wrong.is_error, "text": wrong.content[0].text},
        "sumAfterIdling": total_after_idling.content[0].text,
    }


async def with_session(url: str, *scenario) -> dict:
    async with transport_to(url) as streams, ClientSession(*streams[:2]) as session:
        initialized = await session.initialize()
        server = initialized.serverInfo if IS_FIRST else initialized.server_info
        return await exercise(session, server, *scenario)


async def with_client(url: str, *scenario) -> dict:
    async with mcp.Client(transport_to(url)) as client:
        return await exercise(client, client.server_info, *scenario)


async def main(kind: str, url: str, message: str, idle_seconds: str) -> None:
    connect = {"session": with_session, "client": with_client}[kind]
    print(json.dumps(await connect(url, message, float(idle_seconds))))


asyncio.run(main(*sys.argv[1:]))
