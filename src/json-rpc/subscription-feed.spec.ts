import { ANONYMOUS } from '../callers/index.js';
import { Announcements } from './announcements.js';
import { ResultEncoder } from './result-encoder.js';
import { Subscription } from './subscription.js';
import { SubscriptionFeed } from './subscription-feed.js';

const change = (list: string) => ({ kind: 'list-changed', list }) as const;

/** A feed of two lists, and a client that takes a message when it is asked to. */
function listen(): { feed: SubscriptionFeed; sent: string[]; take: () => void } {
  const notifications = { toolsListChanged: true, promptsListChanged: true };
  const announcements = new Announcements();
  for (const list of ['tools', 'prompts']) announcements.offer(list);
  const subscription = new Subscription(7, { notifications }, announcements, ANONYMOUS);
  const sent: string[] = [];
  let onTaken = (): void => undefined;
  const feed = new SubscriptionFeed(subscription, (message, taken) => {
    const { method = 'result' } = JSON.parse(message) as { method?: string };
    sent.push(method.replace('notifications/', ''));
    onTaken = taken;
  });
  feed.begin();
  return { feed, sent, take: () => onTaken() };
}

describe('The messages of a subscription', () => {
  it('go one by one, and what waits is there once for each list', () => {
    const { feed, sent, take } = listen();
    for (const list of ['tools', 'prompts', 'tools', 'resources', 'prompts']) feed.tell(change(list));
    expect(sent).toEqual(['subscriptions/acknowledged']);
    for (let i = 0; i < 5; i++) take();
    expect(sent.slice(1)).toEqual(['tools/list_changed', 'prompts/list_changed']);
    feed.tell(change('tools'));
    expect(sent).toHaveLength(4);
  });

  it('end with a result, without what waits', () => {
    const { feed, sent, take } = listen();
    feed.tell(change('tools'));
    for (let i = 0; i < 2; i++) feed.end(new ResultEncoder());
    feed.tell(change('prompts'));
    take();
    expect(sent).toEqual(['subscriptions/acknowledged', 'result']);
  });

  it('end without a word where they are cancelled', () => {
    const { feed, sent, take } = listen();
    feed.tell(change('tools'));
    feed.cancel();
    feed.end(new ResultEncoder());
    feed.tell(change('prompts'));
    take();
    expect(sent).toEqual(['subscriptions/acknowledged']);
  });
});
