import { describeWith } from '../available.js';
import type { ClientWire } from './client-wires.js';
import { expectedFindings } from './clients.js';
import { OFFICIAL_CLIENTS } from './official-clients.js';

/** Has each official client do the scenario over each of the wires. @param url that of the server, once it listens */
export function describeClients(url: () => string, wires: readonly ClientWire[]): void {
  for (const client of OFFICIAL_CLIENTS) {
    const { name, version, variable } = client;
    const describeWires = (program: string): void => {
      it.each(wires.map((wire) => [wire.name, wire] as const))(
        'does the scenario over %s',
        async (_, wire) => {
          const findings = await client.explore(wire, wire.targetAt(url()), program);
          expect(findings).toEqual(await expectedFindings());
        },
      );
    };
    if (variable === undefined) describe(`${name} ${version}`, () => describeWires(''));
    else describeWith(variable, `${name} ${version}`, describeWires);
  }
}
