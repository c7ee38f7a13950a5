import { TwinApps } from '../support/twins/twin-apps.js';
import { STATELESS_CASES } from '../support/twins/stateless-cases.js';
import { TWIN_SETUPS } from '../support/twins/twin-setups.js';
import { WIRE_CASES } from '../support/twins/wire-cases.js';

const ROUTES = [
  ['GET', '/sse'],
  ['GET', '/mcp'],
  ['POST', '/sse'],
  ['POST', '/message'],
  ['POST', '/messages'],
  ['POST', '/mcp'],
] as const;

const byRoute = (a: { route: string }, b: { route: string }): number => a.route.localeCompare(b.route);

describe.each(TWIN_SETUPS)(
  'An app with direct routes and $name',
  ({ setup, target, obstacle, changesAnswers }) => {
    let twins: TwinApps;

    beforeAll(async () => {
      twins = await TwinApps.start(setup);
    });

    afterAll(() => twins[Symbol.asyncDispose]());

    it(`says that they ${obstacle === undefined ? 'do without Express' : 'go through Express'}`, () => {
      const { direct, throughExpress } = twins.adapter.report!;
      const routes = ROUTES.map(([method, path]) => ({ method, path: target.base + path }));
      const nameOf = ({ method, path }: (typeof routes)[number]): string => `${method} ${path}`;
      if (obstacle === undefined) {
        const names = routes.map(nameOf);
        expect([direct, throughExpress]).toEqual([names, []]);
        expect(twins.bootLine).toBe(`log [DirectRoutes] Without Express: ${names.join(', ')}`);
      } else {
        const reasonFor = (path: string): string => obstacle.replace('{path}', path);
        expect(direct).toEqual([]);
        const obstructed = routes.map((route) => ({ route: nameOf(route), reason: reasonFor(route.path) }));
        expect(throughExpress.toSorted(byRoute)).toEqual(obstructed.toSorted(byRoute));
        const [first] = routes;
        expect(twins.bootLine).toContain(`through Express: ${nameOf(first!)} (${reasonFor(first!.path)})`);
      }
    });

    it.each([...WIRE_CASES, ...STATELESS_CASES])(
      'answers $name with the same bytes',
      async ({ talk, ways, shows }) => {
        const { direct, express } = await twins.observe((address) => talk(address, target), ways.length);
        expect(direct.received).toBe(express.received);
        expect(direct.log).toEqual(express.log);
        if (!changesAnswers) expect(direct.received).toMatch(shows);
        expect([...express.ways]).toEqual(ways.map(() => 'express'));
        expect([...direct.ways]).toEqual(obstacle === undefined ? ways : express.ways);
      },
    );
  },
);
