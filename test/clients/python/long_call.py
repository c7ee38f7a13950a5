"""Calls `hold` with a progress callback, and prints as JSON what it says, and how often progress came.

usage: long_call.py URL NAME LIMIT_SECONDS

A limit of 0 is none. Where the limit ends the call, `text` is null.
"""

import asyncio
import json
import sys

import mcp
from transports import transport_to


async def main(url: str, name: str, limit_seconds: str) -> None:
    heard = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        heard.append(progress)

    text = None
    async with mcp.Client(transport_to(url)) as client:
        try:
            result = await client.call_tool(
                "hold",
                {"name": name},
                read_timeout_seconds=float(limit_seconds) or None,
                progress_callback=on_progress,
            )
            text = result.content[0].text
        except mcp.MCPError:
            pass
    print(json.dumps({"text": text, "progress": len(heard)}))


asyncio.run(main(*sys.argv[1:]))
