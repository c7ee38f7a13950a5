import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Module } from '@nestjs/common';
import { IsString } from 'class-validator';
import { McpContext, Tool } from '../../src/index.js';
import { startRookery } from '../support/servers/rookery.js';
import { post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';
import type { Message } from '../support/wire/wires.js';

class TellInput {
  @IsString()
  text!: string;
}

@Injectable()
class TellTool {
  /** Says more than the buffers of a connection take. */
  @Tool()
  tell({ text }: TellInput, @McpContext() context: McpContext): string {
    for (let part = 1; part <= 8; part++) context.progress(part, 8, text);
    return 'told';
  }
}

@Module({ providers: [TellTool] })
class TellModule {}

const CALL = JSON.stringify(
  rpc(1, 'tools/call', {
    name: 'tell',
    arguments: { text: 'x'.repeat(1_000_000) },
    _meta: { progressToken: 1 },
  }),
);

/** Longer than a stream has that was ended before all was said, and shorter than one that takes nothing. */
const PAUSE_MS = 8_000;

/** The messages of a call whose client reads nothing for a while. */
async function readSlowly(environment: NodeJS.ProcessEnv): Promise<Message[]> {
  await using server = await startRookery({ MAX_PENDING_BYTES: '20000000', ...environment }, TellModule);
  const url = `${server.url}/mcp`;
  const { headers } = await post(url, rpc(0, 'initialize', { protocolVersion: '2025-11-25' }));
  const own: Record<string, string> = {
    'content-type': 'application/json',
    'mcp-protocol-version': '2025-11-25',
  };
  const id = headers['mcp-session-id'];
  if (typeof id === 'string') own['mcp-session-id'] = id;
  await using stream = await SseStream.open(url, own, CALL);
  stream.pause();
  // It stands for a thin line, on which the same bytes take as long.
  await delay(PAUSE_MS);
  stream.resume();
  await stream.responseTo(1);
  return stream.messages;
}

describe('The stream that answers a POST', () => {
  it('is there to the end for a client that reads slowly, with sessions and without', async () => {
    const ways = ['on', 'off'].map((STREAMABLE_SESSIONS) => readSlowly({ STREAMABLE_SESSIONS }));
    for (const messages of await Promise.all(ways)) {
      expect(messages).toHaveLength(9);
      expect(messages.at(-1)).toMatchObject({ id: 1, result: { content: [{ text: 'told' }] } });
    }
  });
});
