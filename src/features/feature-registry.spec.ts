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
    const words = { kind: 'tool', list: 'tools', naming: "@Tool({ name: '…' })" } as const;
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
    registry.add(tool('b'), 'B.b');
    const before = registry.list();
    expect(registry.list()).toBe(before);
    registry.add(tool('a'), 'A.a');
    expect(names()).toEqual(['a', 'b']);
    expect(before.map(({ name }) => name)).toEqual(['b']);
  });

  it('refuses a name that is taken, and says where both come from', () => {
    registry.add(tool('a'), 'A.a');
    expect(() => registry.add(tool('a'), 'B.a')).toThrow(
      `A.a and B.a are both named "a". Give one another name: @Tool({ name: '…' })`,
    );
  });

  it('tells changes that come together once, and none of the boot', async () => {
    registry.add(tool('a'), 'A.a');
    const change = told();
    registry.register(tool('b'), 'Tool b');
    expect(registry.replace(tool('b', true), 'Tool b')).toMatchObject({ access: { isPublic: false } });
    expect(registry.remove('a')).toMatchObject({ name: 'a' });
    expect(registry.remove('a')).toBeUndefined();
    await change;
    expect([announced, names()]).toEqual([1, ['b']]);
  });

  it('keeps the access rules of what it has, and of nothing else', () => {
    const rules = app.get(AccessRules);
    registry.add(tool('a', true), 'A.a');
    expect([rules.isAnythingPublic, rules.list().length]).toEqual([true, 1]);
    registry.remove('a');
    expect([rules.isAnythingPublic, rules.list().length]).toEqual([false, 0]);
  });

  it('shows a view of what it has now', () => {
    const view = registry.view(({ access }) => access.isPublic);
    for (const [name, isPublic] of [
      ['a', true],
      ['b', false],
    ] as const)
      registry.add(tool(name, isPublic), name);
    expect(view.list().map(({ name }) => name)).toEqual(['a']);
    expect([view.findByName('a')?.name, view.findByName('b'), view.findByName('c')]).toEqual([
      'a',
      undefined,
      undefined,
    ]);
  });
});
