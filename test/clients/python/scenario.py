"""Exercises an MCP server over HTTP+SSE, or Streamable HTTP at a URL that ends with /mcp, and prints what it found as JSON.

usage: scenario.py session|client URL MESSAGE IDLE_SECONDS

`session` uses the ClientSession, which begins with initialize; `client` uses the high-level Client,
which asks for server/discover first.
"""

import asyncio
import json
import sys

from mcp import Client, ClientSession, MCPError
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamable_http_client


def transport_to(url: str):
    return streamable_http_client(url) if url.endswith("/mcp") else sse_client(url)


async def code_of(call) -> int | None:
    try:
        await call
    except MCPError as error:
        return error.code
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
        "wrongArgument": {"isError": wrong.is_error, "text": wrong.content[0].text},
        "sumAfterIdling": total_after_idling.content[0].text,
    }


async def with_session(url: str, *scenario) -> dict:
    async with transport_to(url) as streams, ClientSession(*streams[:2]) as session:
        server = (await session.initialize()).server_info
        return await exercise(session, server, *scenario)


async def with_client(url: str, *scenario) -> dict:
    async with Client(transport_to(url)) as client:
        return await exercise(client, client.server_info, *scenario)


async def main(kind: str, url: str, message: str, idle_seconds: str) -> None:
    connect = {"session": with_session, "client": with_client}[kind]
    print(json.dumps(await connect(url, message, float(idle_seconds))))


asyncio.run(main(*sys.argv[1:]))
