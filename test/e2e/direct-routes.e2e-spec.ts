import { TwinApps } from '../support/twins/twin-apps.js';
import { TWIN_SETUPS } from '../support/twins/twin-setups.js';
import { WIRE_CASES } from '../support/twins/wire-cases.js';

describe.each(TWIN_SETUPS)(
  'An app with direct routes and $name',
  ({ setup, target, obstacle, changesAnswers }) => {
    let twins: TwinApps;

    beforeAll(async () => {
      twins = await TwinApps.start(setup);
    });

    afterAll(() => twins[Symbol.asyncDispose]());

    it(`says that they ${obstacle === undefined ? 'do without Express' : 'go through Express'}`, () => {
      const paths = ['/sse', '/message', '/messages'].map((path) => target.base + path);
      const routes = paths.map((path) => `${path.endsWith('sse') ? 'GET' : 'POST'} ${path}`);
      const { direct, throughExpress } = twins.adapter.report!;
      if (obstacle === undefined) {
        expect([direct, throughExpress]).toEqual([routes, []]);
        expect(twins.bootLine).toBe(`log [DirectRoutes] Without Express: ${routes.join(', ')}`);
      } else {
        const reasons = paths.map((path) => obstacle.replace('{path}', path));
        expect(direct).toEqual([]);
        expect(throughExpress).toEqual(routes.map((route, index) => ({ route, reason: reasons[index] })));
        expect(twins.bootLine).toContain(`through Express: ${routes[0]} (${reasons[0]})`);
      }
    });

    it.each(WIRE_CASES)('answers $name with the same bytes', async ({ talk, ways, shows }) => {
      const { direct, express } = await twins.observe((address) => talk(address, target), ways.length);
      expect(direct.received).toBe(express.received);
      expect(direct.log).toEqual(express.log);
      if (!changesAnswers) expect(direct.received).toMatch(shows);
      expect([...express.ways]).toEqual(ways.map(() => 'express'));
      expect([...direct.ways]).toEqual(obstacle === undefined ? ways : express.ways);
    });
  },
);
