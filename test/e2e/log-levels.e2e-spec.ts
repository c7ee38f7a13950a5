import { Injectable, Module } from '@nestjs/common';
import { McpContext, Tool } from '../../src/index.js';
import { type LoggingLevel, LOGGING_LEVELS, SESSION_REVISIONS } from '../../src/protocol/index.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { type Conversation, WIRES } from '../support/wire/wires.js';

@Injectable()
class Tools {
  @Tool()
  say(@McpContext() context: McpContext): string {
    for (const level of LOGGING_LEVELS) context.log(level, level);
    return 'said';
  }
}

@Module({ providers: [Tools] })
class ToolsModule {}

const SESSION_WIRES = WIRES.filter(
  ({ hasNotifications, hasInitialize }) => hasNotifications && hasInitialize,
);

describe.each(SESSION_WIRES)('Log messages over $name', (wire) => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery({}, ToolsModule);
  });
  afterAll(() => server.rookery.close());

  async function open(protocolVersion: string): Promise<Conversation> {
    const client = await wire.open(server);
    const clientInfo = { name: 'test', version: '1' };
    await client.ask('initialize', { protocolVersion, capabilities: {}, clientInfo });
    await client.notify('notifications/initialized');
    return client;
  }

  /** The levels of the messages that one call brings. */
  async function levelsOf(client: Conversation): Promise<LoggingLevel[]> {
    const before = client.messages.length;
    await client.ask('tools/call', { name: 'say', arguments: {} });
    return client.messages.slice(before).map(({ params }) => (params as { level: LoggingLevel }).level);
  }

  it.each(SESSION_REVISIONS)('come from the level on that a session of %s has set', async (revision) => {
    await using client = await open(revision);
    await using other = await open(revision);
    const asSevereAs = (level: LoggingLevel): LoggingLevel[] =>
      LOGGING_LEVELS.slice(LOGGING_LEVELS.indexOf(level));
    expect(await levelsOf(client)).toEqual(asSevereAs('info'));
    for (const level of LOGGING_LEVELS) {
      expect(await client.ask('logging/setLevel', { level })).toMatchObject({ result: {} });
      expect(await levelsOf(client)).toEqual(asSevereAs(level));
    }
    expect(await levelsOf(other)).toEqual(asSevereAs('info'));
  });
});
