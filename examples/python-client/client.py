"""Asks an MCP server over HTTP+SSE which tools it has, and adds two numbers with it.

usage: python client.py [URL]
"""

import asyncio
import sys

from mcp import ClientSession
from mcp.client.sse import sse_client


async def main(url: str) -> None:
    async with sse_client(url) as streams, ClientSession(*streams) as session:
        await session.initialize()

        for tool in (await session.list_tools()).tools:
            print(f"{tool.name}: {tool.description}")

        result = await session.call_tool("add", {"a": 5, "b": 3})
        print(f"Result: {result.content[0].text}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"))
