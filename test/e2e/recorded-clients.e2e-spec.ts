import { readdirSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { SamplesModule } from '../../src/samples/index.js';
import { expectedFindings } from '../support/clients/clients.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { StatelessToolsModule, waits } from '../support/tools/stateless-tools.js';
import { readRecording, type RecordedExchange, RECORDINGS_FOLDER } from '../support/wire/recording.js';
import { replay } from '../support/wire/replay.js';

/** The tools of the samples, as each client lists them. */
const TOOLS = JSON.stringify([
  {
    name: 'add',
    description: 'Add two numbers',
    inputSchema: {
      type: 'object',
      properties: {
        a: { type: 'number', description: 'First addend' },
        b: { type: 'number', description: 'Second addend' },
      },
      required: ['a', 'b'],
      additionalProperties: false,
    },
  },
  {
    name: 'echo',
    description: 'Say a message back',
    inputSchema: {
      type: 'object',
      properties: { message: { type: 'string', description: 'What to say back' } },
      required: ['message'],
      additionalProperties: false,
    },
  },
]);

/** Tools that say what they get, and one that waits. */
@Module({ imports: [SamplesModule, StatelessToolsModule] })
class MoreToolsModule {}

const isOfCalls = (name: string): boolean => name.endsWith('-calls.http');

const NAMES = readdirSync(RECORDINGS_FOLDER).filter((name) => name.endsWith('.http'));

describe.each(NAMES)('The recording %s', (name) => {
  const { environment, exchanges } = readRecording(name);
  let server: RunningRookery;
  let version: string;
  let sessionId = '';

  beforeAll(async () => {
    ({ version } = (await expectedFindings()).server);
    server = await startRookery(
      { RATE_LIMIT: 'off', HEARTBEAT_SECONDS: '30', ...environment },
      isOfCalls(name) ? MoreToolsModule : SamplesModule,
    );
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const expectedOf = ({ answer: { status, type, headers, messages } }: RecordedExchange): object => ({
    status,
    type,
    headers: mapValues(headers, (value) => (value === '*' ? (expect.any(String) as string) : value)),
    messages: messages.map((message) =>
      message === '?'
        ? expect.anything()
        : (JSON.parse(message.replace('{{tools}}', TOOLS).replace('{{version}}', version)) as unknown),
    ),
  });

  it.each(exchanges.map((exchange) => [exchange.title, exchange] as const))('%s', async (_, exchange) => {
    const address = { port: Number(new URL(server.url).port), isTls: false };
    const aborted = waits.aborted.length;
    const { messages, ...answer } = await replay(address, exchange, sessionId);
    sessionId = answer.headers['mcp-session-id'] ?? sessionId;
    const parsed = messages.map((message) => JSON.parse(message) as unknown);
    expect({ ...answer, messages: parsed }).toEqual(expectedOf(exchange));
    if (exchange.answer.leaves && exchange.bytes.includes('"tools/call"'))
      await eventually(() => waits.aborted.length > aborted);
  });
});

function mapValues<Value, Mapped>(
  values: Readonly<Record<string, Value>>,
  map: (value: Value) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}
