import { describeWith } from '../available.js';
import { eventually } from '../eventually.js';
import { startRookery } from '../servers/rookery.js';
import { GrowingToolsModule } from '../tools/growing-tools.js';
import { waits } from '../tools/stateless-tools.js';
import { ATTENDED, type ATTENDING_CLIENTS } from './attending.js';

/** Has each client hear notifications, and leave a call. */
export function describeAttending(clients: typeof ATTENDING_CLIENTS): void {
  for (const client of clients) {
    const { name, version, variable } = client;
    const suite = (program: string): void => {
      it('hears progress, log messages and changes, and has cancelled a call that it leaves', async () => {
        await using server = await startRookery({ RATE_LIMIT: 'off' }, GrowingToolsModule);
        const aborted = waits.aborted.length;
        expect(await client.attend(`${server.url}/mcp`, program)).toEqual(ATTENDED);
        await eventually(() => waits.aborted.length > aborted);
        expect(waits.aborted.slice(aborted)).toEqual(['disconnected']);
      });
    };
    if (variable === undefined) describe(`${name} ${version}`, () => suite(''));
    else describeWith(variable, `${name} ${version}`, suite);
  }
}
