"""Asks an MCP server which tools it has, and adds two numbers with it.

It speaks Streamable HTTP to a URL that ends with /mcp, and HTTP+SSE to any other.

usage: python client.py [URL]
"""

import asyncio
import sys

from mcp import ClientSession
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamable_http_client


async def main(url: str) -> None:
    transport = streamable_http_client(url) if url.endswith("/mcp") else sse_client(url)
    async with transport as streams, ClientSession(*streams) as session:
        await session.initialize()

        for tool in (await session.list_tools()).tools:
            print(f"{tool.name}: {tool.description}")

        result = await session.call_tool("add", {"a": 5, "b": 3})
        print(f"Result: {result.content[0].text}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"))
