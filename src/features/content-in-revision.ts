import { type ContentBlock, type RevisionTraits } from '../protocol/index.js';
import { content } from './content.js';

/**
 * A block as a revision has it. What came later becomes a text that says what is there, since a client that does not know a
 * block refuses all of the result.
 */
export function contentInRevision(block: ContentBlock, traits: RevisionTraits): ContentBlock {
  if (block.type === 'audio' && !traits.hasAudio)
    return content.text(`[audio of type ${block.mimeType}, which this revision of MCP does not have]`);
  if (block.type === 'resource_link' && !traits.hasResourceLinks)
    return content.text(`${block.title ?? block.name}: ${block.uri}`);
  return block;
}
