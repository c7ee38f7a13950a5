import { ConfigurationError, type Wire, WIRES } from '../../protocol/index.js';

/** The wires that a server has. */
export class ServedWires {
  /** @throws ConfigurationError for no wire at all, and for a name that no wire has */
  constructor(readonly names: readonly Wire[]) {
    if (names.length === 0)
      throw new ConfigurationError(
        `No wire is left that clients could reach the server by: \`wires\` may have ${WIRES.join(', ')}, and httpSse.sessionlessPost takes one back`,
      );
    const unknown = names.find((name) => !WIRES.includes(name));
    if (unknown !== undefined)
      throw new ConfigurationError(`"${unknown}" is no wire: \`wires\` may have ${WIRES.join(', ')}`);
  }

  has(wire: Wire): boolean {
    return this.names.includes(wire);
  }
}
