"""Calls a tool over Streamable HTTP, once for each line of its input, and prints the outcome of each call as JSON.

usage: restarted.py URL
"""

import asyncio
import json
import sys

from mcp import ClientSession, MCPError
from mcp.client.streamable_http import streamable_http_client


async def main(url: str) -> None:
    async with streamable_http_client(url) as streams, ClientSession(*streams[:2]) as session:
        await session.initialize()
        while await asyncio.to_thread(sys.stdin.readline):
            try:
                result = await session.call_tool("add", {"a": 2, "b": 3})
                print(json.dumps(result.content[0].text), flush=True)
            except MCPError as error:
                print(json.dumps([error.code, error.message]), flush=True)


asyncio.run(main(*sys.argv[1:]))
