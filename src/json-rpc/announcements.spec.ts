import { type Announcement, Announcements } from './announcements.js';

const TOOLS: Announcement = { kind: 'list-changed', list: 'tools' };
const PROMPTS: Announcement = { kind: 'list-changed', list: 'prompts' };

describe('Announcements', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('tells each listener once of what comes together', () => {
    const announcements = new Announcements();
    const heard: Announcement[][] = [[], []];
    for (const list of heard) announcements.subscribe((announcement) => list.push(announcement));
    announcements.publish(TOOLS);
    announcements.publish(PROMPTS);
    announcements.publish(TOOLS);
    jest.runAllTimers();
    expect(heard).toEqual([
      [TOOLS, PROMPTS],
      [TOOLS, PROMPTS],
    ]);
    announcements.publish(TOOLS);
    jest.runAllTimers();
    expect(heard[0]).toHaveLength(3);
  });

  it('tells nobody whose subscription has ended, and nothing after the end', () => {
    const announcements = new Announcements();
    const heard: Announcement[] = [];
    const unsubscribe = announcements.subscribe((announcement) => heard.push(announcement));
    announcements.subscribe((announcement) => heard.push(announcement));
    unsubscribe();
    announcements.publish(TOOLS);
    jest.runAllTimers();
    announcements.publish(TOOLS);
    announcements.onModuleDestroy();
    jest.runAllTimers();
    expect(heard).toEqual([TOOLS]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
