import {
  SSEClientTransport as SseV2,
  StreamableHTTPClientTransport as StreamableV2,
  type Transport as TransportV2,
} from '@modelcontextprotocol/client';
import { StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio';
import { SSEClientTransport as SseV1 } from '@modelcontextprotocol/sdk/client/sse.js';
import { StdioClientTransport as StdioV1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as StreamableV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport as TransportV1 } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type ClientWire, stdioParametersOf } from './client-wires.js';

type Transports<Transport> = Record<ClientWire['name'], (target: string) => Transport>;

/** The transports of `@modelcontextprotocol/sdk`, by what {@link ClientWire.targetAt} gives. */
export const TRANSPORTS_V1: Transports<TransportV1> = {
  'HTTP+SSE': (target) => new SseV1(new URL(target)),
  'Streamable HTTP': (target) => new StreamableV1(new URL(target)),
  'stateless HTTP': (target) => new StreamableV1(new URL(target)),
  stdio: (target) => new StdioV1(stdioParametersOf(target)),
};

/** The transports of `@modelcontextprotocol/client`. */
export const TRANSPORTS_V2: Transports<TransportV2> = {
  'HTTP+SSE': (target) => new SseV2(new URL(target)),
  'Streamable HTTP': (target) => new StreamableV2(new URL(target)),
  'stateless HTTP': (target) => new StreamableV2(new URL(target)),
  stdio: (target) => new StdioV2(stdioParametersOf(target)),
};
