"""Hears the notifications of a server of 2026-07-28, leaves a call, and prints what it heard as JSON.

usage: attend.py URL
"""

import asyncio
import json
import sys

import mcp

LOG_LEVEL = "io.modelcontextprotocol/logLevel"
SECONDS = 60


async def leave_call(client: mcp.Client) -> None:
    """Cancels a call at its first progress."""
    began = asyncio.Event()

    async def on_progress(*_: object) -> None:
        began.set()

    call = asyncio.create_task(client.call_tool("wait", {}, progress_callback=on_progress))
    await asyncio.wait_for(began.wait(), SECONDS)
    call.cancel()
    try:
        await call
    except asyncio.CancelledError:
        return
    raise RuntimeError("The call was answered")


async def main(url: str) -> None:
    progress, logs = [], []

    async def on_progress(done: float, total: float | None, message: str | None) -> None:
        progress.append(f"{done:g}/{total:g} {message}")

    async def on_log(params) -> None:
        logs.append(f"{params.level} {json.dumps(params.data, separators=(',', ':'))}")

    async with mcp.Client(url, logging_callback=on_log) as client:
        await client.call_tool("report", {}, progress_callback=on_progress, meta={LOG_LEVEL: "warning"})
        await leave_call(client)
        async with client.listen(tools_list_changed=True) as changes:
            await client.call_tool("grow", {})
            await asyncio.wait_for(anext(changes), SECONDS)
            tools = (await client.list_tools()).tools
    print(json.dumps({"progress": progress, "logs": logs, "hasGrown": any(tool.name == "more" for tool in tools)}))


asyncio.run(main(sys.argv[1]))
