import { Test, type TestingModule } from '@nestjs/testing';
import { Announcements, JsonRpcModule } from '../json-rpc/index.js';
import { AccessRules } from './access-rules.js';
import { type Feature, FeatureRegistry } from './feature-registry.js';
import { FeaturesModule } from './features.module.js';

const tool = (name: string, isPublic = false): Feature => ({
  kind: 'tool',
  name,
  access: { scopes: [], isPublic, guards: [] },
});

describe('FeatureRegistry', () => {
  let app: TestingModule;
  let announced: number;
  let registry: FeatureRegistry<Feature>;

  beforeEach(async () => {
    app = await Test.createTestingModule({ imports: [JsonRpcModule, FeaturesModule] }).compile();
    announced = 0;
    const announcements = app.get(Announcements, { strict: false });
    announcements.subscribe(() => announced++);
    const words = {
      kind: 'tool',
      list: 'tools',
      naming: "@Tool({ name: '…' })",
      decorator: '@Tool()',
    } as const;
    registry = new FeatureRegistry<Feature>(words, app.get(AccessRules), announcements);
  });

  afterEach(() => app.close());

  const names = (): string[] => registry.list().map(({ name }) => name);
  const told = (): Promise<void> =>
    new Promise((resolve) => {
      const stop = app.get(Announcements, { strict: false }).subscribe(() => {
        stop();
        resolve();
      });
    });

  it('lists by name, and gives another array after each change', () => {
    registry.declare(tool('b'), 'B.b');
    const before = registry.list();
    expect(registry.list()).toBe(before);
    registry.declare(tool('a'), 'A.a');
    expect(names()).toEqual(['a', 'b']);
    expect(before.map(({ name }) => name)).toEqual(['b']);
  });

  it('refuses a name that is taken, and says where both come from', () => {
    registry.declare(tool('a'), 'A.a');
    expect(() => registry.declare(tool('a'), 'B.a')).toThrow(
      `A.a and B.a are both named "a". Give one another name: @Tool({ name: '…' })`,
    );
  });

  it('tells changes that come together once, and none of the boot', async () => {
    registry.declare(tool('a'), 'A.a');
    const change = told();
    registry.register(tool('b'), 'Tool b');
    expect(registry.replace(tool('b', true), 'Tool b', false)).toMatchObject({ access: { isPublic: false } });
    expect(registry.remove('a')).toMatchObject({ name: 'a' });
    expect(registry.remove('a')).toBeUndefined();
    await change;
    expect([announced, names()]).toEqual([1, ['b']]);
  });

  it('puts nothing in the place of what a method declares, unless it is forced', () => {
    registry.declare(tool('a'), 'A.a');
    expect(() => registry.replace(tool('a', true), 'Tool a', false)).toThrow(
      'A.a is named "a" by its @Tool(), and its guards would be lost',
    );
    expect(registry.findByName('a')).toMatchObject({ access: { isPublic: false } });
    registry.replace(tool('a', true), 'Tool a', true);
    registry.replace(tool('a'), 'Tool a', false);
    registry.remove('a');
    registry.declare(tool('a'), 'B.a');
    expect(() => registry.replace(tool('a'), 'Tool a', false)).toThrow('B.a is named "a"');
  });

  it('keeps the access rules of what it has, and of nothing else', () => {
    const rules = app.get(AccessRules);
    registry.declare(tool('a', true), 'A.a');
    expect([rules.isAnythingPublic, rules.list().length]).toEqual([true, 1]);
    registry.remove('a');
    expect([rules.isAnythingPublic, rules.list().length]).toEqual([false, 0]);
  });

  it('is served from its first member on, also once it has none', () => {
    const { lists } = app.get(Announcements, { strict: false });
    expect([registry.isServed, [...lists]]).toEqual([false, []]);
    registry.register(tool('a'), 'Tool a');
    registry.remove('a');
    expect([registry.isServed, [...lists]]).toEqual([true, ['tools']]);
  });

  it('shows a view of what it has now', () => {
    const view = registry.view(({ access }) => access.isPublic);
    for (const [name, isPublic] of [
      ['a', true],
      ['b', false],
    ] as const)
      registry.declare(tool(name, isPublic), name);
    expect(view.list().map(({ name }) => name)).toEqual(['a']);
    expect([view.findByName('a')?.name, view.findByName('b'), view.findByName('c')]).toEqual([
      'a',
      undefined,
      undefined,
    ]);
  });
});
