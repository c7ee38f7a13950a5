"""The transport to a server at a target: HTTP+SSE, or Streamable HTTP at a URL that ends with /mcp, or stdio where the target
is a command as JSON. It runs with the first and the second major version of mcp.
"""

import json

import mcp
from mcp import StdioServerParameters
from mcp.client import streamable_http
from mcp.client.sse import sse_client
from mcp.client.stdio import stdio_client

IS_FIRST = not hasattr(mcp, "Client")


def transport_to(target: str):
    if target.startswith("["):
        program, *args = json.loads(target)
        return stdio_client(StdioServerParameters(command=program, args=args))
    if not target.endswith("/mcp"):
        return sse_client(target)
    return streamable_http.streamablehttp_client(target) if IS_FIRST else streamable_http.streamable_http_client(target)
