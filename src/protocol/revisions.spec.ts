import { SESSION_REVISIONS, traitsOf } from './revisions.js';

describe('The traits of revisions', () => {
  it.each([
    ['hasBatches', ['2025-03-26']],
    ['hasProgressMessages', ['2025-03-26', '2025-06-18', '2025-11-25']],
    ['hasStructuredContent', ['2025-06-18', '2025-11-25']],
    ['hasTitles', ['2025-06-18', '2025-11-25']],
    ['hasAudio', ['2025-03-26', '2025-06-18', '2025-11-25']],
    ['hasResourceLinks', ['2025-06-18', '2025-11-25']],
    ['hasCompletionsCapability', ['2025-03-26', '2025-06-18', '2025-11-25']],
    ['hasCompletionContext', ['2025-06-18', '2025-11-25']],
    ['hasIcons', ['2025-11-25']],
  ] as const)('have %s in %j', (trait, revisions) => {
    expect(SESSION_REVISIONS.filter((revision) => traitsOf(revision)[trait])).toEqual(revisions);
  });
});
