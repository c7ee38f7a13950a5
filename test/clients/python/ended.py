"""Calls a tool over HTTP+SSE until the stream ends, and twice after that; prints the outcome of each call as JSON.

usage: ended.py URL
"""

import asyncio
import json
import sys

from mcp import ClientSession, MCPError
from mcp.client.sse import sse_client


async def main(url: str) -> None:
    async with sse_client(url) as streams, ClientSession(*streams) as session:
        await session.initialize()
        failures = 0
        while failures < 3:
            try:
                await session.call_tool("echo", {"message": "x"})
                print(json.dumps("answered"), flush=True)
            except MCPError as error:
                failures += 1
                print(json.dumps([error.code, error.message]), flush=True)
            await asyncio.sleep(0.5)


asyncio.run(main(*sys.argv[1:]))
