import { describeWith } from '../available.js';
import { CheckedConversation, takeFaults } from './conversations.js';

const request = (method: string, params?: object): object => ({ jsonrpc: '2.0', id: 1, method, params });
const result = (value: object): object => ({ jsonrpc: '2.0', id: 1, result: value });
const notice = (method: string, params: object): object => ({ jsonrpc: '2.0', method, params });
const progress = { progressToken: 1, progress: 1 };
const stateless = {
  _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' },
};
const tool = { name: 'echo', inputSchema: { type: 'object' } };
const agreed = (protocolVersion: string): object =>
  result({ protocolVersion, capabilities: {}, serverInfo: { name: 'test', version: '1' } });
const text = { content: [{ type: 'text', text: 'hello' }] };

/** What a client of a revision finds in a message that follows its request. */
function faultsIn(revision: string, asked: object, message: object): string {
  const conversation = new CheckedConversation();
  conversation.sent({ ...request('initialize'), id: 0 });
  conversation.received({ ...agreed(revision), id: 0 });
  conversation.sent(asked);
  conversation.received(message);
  return takeFaults().join('\n');
}

/** Revision, what was asked, a valid answer or notice, one that is not, and what is said of that. */
const CASES: [string, object, object, object, string][] = [
  ['2024-11-05', request('tools/call'), result(text), result({ ...text, structuredContent: {} }), 'structuredContent'],
  ['2024-11-05', request('tools/list'), result({ tools: [tool] }), result({ tools: [{ ...tool, annotations: {} }] }), 'annotations'],
  ['2024-11-05', request('ping'), notice('notifications/progress', progress), notice('notifications/progress', { ...progress, message: 'x' }), 'message'],
  ['2025-03-26', request('tools/list'), result({ tools: [{ ...tool, annotations: {} }] }), result({ tools: [{ ...tool, title: 'Echo' }] }), 'title'],
  ['2025-06-18', request('tools/list'), result({ tools: [{ ...tool, title: 'Echo' }] }), result({ tools: [{ ...tool, icons: [] }] }), 'icons'],
  ['2025-11-25', request('tools/list'), result({ tools: [{ ...tool, icons: [] }] }), result({ tools: [tool], ttlMs: 1 }), 'ttlMs'],
  ['2025-11-25', request('ping'), result({}), notice('notifications/made_up', {}), 'of another revision'],
  ['2025-11-25', request('tools/call', stateless), result({ ...text, resultType: 'complete' }), result(text), 'resultType'],
]; // prettier-ignore

describeWith('ROOKERY_TEST_CONFORMANCE', 'Messages that clients of the tests read', () => {
  it.each(CASES)('in %s are checked after %j', (revision, asked, right, wrong, said) => {
    expect(faultsIn(revision, asked, right)).toBe('');
    expect(faultsIn(revision, asked, wrong)).toContain(said);
  });

  it('fit any revision with sessions where none is known', () => {
    const conversation = new CheckedConversation();
    conversation.sent(request('tools/list'));
    conversation.received(result({ tools: [{ ...tool, title: 'Echo' }] }));
    expect(takeFaults()).toEqual([]);
    conversation.received(result({ tools: [{ ...tool, unheard: 1 }] }));
    expect(takeFaults()).toHaveLength(1);
  });

  it('are no messages where they say nothing of JSON-RPC', () => {
    const conversation = new CheckedConversation();
    conversation.received({ status: 'healthy' });
    conversation.received([
      null,
      'text',
      { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'x' } },
    ]);
    expect(takeFaults()).toEqual([]);
  });
});
