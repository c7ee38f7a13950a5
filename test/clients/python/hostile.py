"""Has tools say texts in every way there is, and prints the SHA-256 of each text as JSON.

usage: hostile.py URL COUNT, where the URL may be a command as JSON: stdio

It runs with the first and the second major version of mcp, whose attributes differ in their case.
"""

import asyncio
import hashlib
import json
import sys

from mcp import ClientSession
from transports import transport_to

SECONDS = 20


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Told:
    """Progress and log messages of one call."""

    def __init__(self) -> None:
        self.progress = asyncio.Queue()
        self.logs = asyncio.Queue()

    async def on_progress(self, _progress: float, _total: float | None, message: str | None) -> None:
        self.progress.put_nowait(message)

    async def on_log(self, params) -> None:
        self.logs.put_nowait(params.data)


async def texts_of(session: ClientSession, tool: str, count: int) -> list[str]:
    results = [await session.call_tool(tool, {"index": index}) for index in range(count)]
    return [digest(result.content[0].text) for result in results]


async def shapes_of(session: ClientSession, count: int) -> list[list[str]]:
    found = []
    for index in range(count):
        result = await session.call_tool("shape", {"index": index})
        shape = getattr(result, "structured_content", getattr(result, "structuredContent", None))
        found.append([digest(text) for pair in (shape or {}).items() for text in pair])
    return found


async def tell(session: ClientSession, told: Told, index: int) -> list[str]:
    call = asyncio.create_task(session.call_tool("tell", {"index": index}, progress_callback=told.on_progress))
    heard = await asyncio.wait_for(asyncio.gather(told.progress.get(), told.logs.get()), SECONDS)
    await session.call_tool("heard", {})
    await call
    return [digest(text) for text in heard]


async def main(url: str, count: int) -> None:
    told = Told()
    async with transport_to(url) as streams, ClientSession(*streams[:2], logging_callback=told.on_log) as session:
        await asyncio.wait_for(session.initialize(), SECONDS)
        description = (await session.list_tools()).tools[0].description
        found = {
            "description": digest(description),
            "results": await texts_of(session, "say", count),
            "errors": await texts_of(session, "refuse", count),
            "shapes": await shapes_of(session, count),
            "told": [await tell(session, told, index) for index in range(count)],
        }
    print(json.dumps(found))


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
