import { CapabilitiesRegistry } from './capabilities-registry.js';

describe('CapabilitiesRegistry', () => {
  it('says of each part whether a revision sees it, as it is at that time', () => {
    const registry = new CapabilitiesRegistry();
    let isThere = false;
    registry.declare({ tools: {} });
    registry.declare({ logging: {} }, (revision) => isThere && revision !== '2024-11-05');
    expect(registry.get('2025-11-25')).toEqual({ tools: {} });
    isThere = true;
    expect(registry.get('2025-11-25')).toEqual({ tools: {}, logging: {} });
    expect(registry.get('2024-11-05')).toEqual({ tools: {} });
  });
});
