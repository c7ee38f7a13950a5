"""Echoes a text that is too large, and then a small one, and prints as JSON what it heard.

usage: oversized.py URL LENGTH

It runs with the first and the second major version of mcp, whose attributes differ in their case.
"""

import asyncio
import json
import sys

from mcp import ClientSession
from mcp.client.sse import sse_client


async def echo(session: ClientSession, message: str) -> list:
    result = await session.call_tool("echo", {"message": message})
    return [getattr(result, "is_error", getattr(result, "isError", None)), result.content[0].text]


async def main(url: str, length: int) -> None:
    async with sse_client(url) as streams, ClientSession(*streams) as session:
        await session.initialize()
        print(json.dumps([await echo(session, "x" * length), await echo(session, "still here")]))


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
