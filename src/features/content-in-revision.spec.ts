import { SESSION_REVISIONS, traitsOf } from '../protocol/index.js';
import { contentInRevision } from './content-in-revision.js';
import { content } from './content.js';

describe('A content block', () => {
  const audio = content.audio(Buffer.from('sound'), 'audio/wav');
  const link = content.resourceLink({ uri: 'docs://style', name: 'style', title: 'Style guide' });

  it.each([
    ['audio', audio, '[audio of type audio/wav, which this revision of MCP does not have]', 1],
    ['a resource link', link, 'Style guide: docs://style', 2],
  ])('of %s is text in revisions before it', (_, block, text, since) => {
    const seen = SESSION_REVISIONS.map((revision) => contentInRevision(block, traitsOf(revision)));
    const known = SESSION_REVISIONS.map((_revision, index) => index >= since);
    expect(seen).toEqual(known.map((isKnown) => (isKnown ? block : { type: 'text', text })));
  });

  it.each([content.text('a'), content.image('', 'image/png'), content.embeddedResource('a:b', 'c')])(
    'of the first revision is the same in each: %j',
    (block) => {
      for (const revision of SESSION_REVISIONS)
        expect(contentInRevision(block, traitsOf(revision))).toBe(block);
    },
  );
});
