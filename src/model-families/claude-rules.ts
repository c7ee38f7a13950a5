import { ITEMS_IN_A_LIST } from './array-checks.js';
import { namesLongerThan, namesUnlike, PLAIN_LETTERS, PLAIN_NAME } from './name-checks.js';
import { INPUT_OF_NO_OBJECT, propertiesUnlike, topLevelWith } from './object-checks.js';
import { REFERENCE, REFERENCE_TO_NOTHING } from './reference-checks.js';
import type { FamilyRules } from './rule.js';

/**
 * `input_schema` of the Messages API, and the connectors of claude.ai and Claude Desktop.
 * @see https://platform.claude.com/docs/en/agents-and-tools/tool-use/define-tools
 */
export const CLAUDE_RULES: FamilyRules = {
  maxTools: { count: 256, severity: 'note', see: 'https://github.com/anthropics/claude-ai-mcp/issues/587' },
  rules: [
    {
      ...namesUnlike(PLAIN_NAME, PLAIN_LETTERS),
      severity: 'refused',
      see: 'https://github.com/microsoft/wassette/issues/56',
    },
    // The API takes 128; claude.ai and Claude Desktop show no tool of a server that has a longer name.
    {
      ...namesLongerThan(64),
      severity: 'refused',
      see: 'https://github.com/evoila/meho/issues/2745',
    },
    {
      ...INPUT_OF_NO_OBJECT,
      severity: 'refused',
      see: 'https://github.com/anthropics/claude-code/issues/88049',
    },
    {
      ...topLevelWith(['oneOf', 'anyOf', 'allOf']),
      severity: 'refused',
      see: 'https://github.com/anthropics/claude-code/issues/5973',
    },
    {
      ...propertiesUnlike(/^[a-zA-Z0-9_.-]{1,64}$/, '1 to 64 of A-Z a-z 0-9 _ . -'),
      severity: 'refused',
      see: 'https://github.com/anthropics/claude-code/issues/79418',
    },
    {
      ...ITEMS_IN_A_LIST,
      severity: 'refused',
      see: 'https://github.com/AlexGladkov/claude-in-mobile/issues/57',
    },
    {
      ...REFERENCE_TO_NOTHING,
      severity: 'refused',
      see: 'https://github.com/anyproto/anytype-mcp/issues/21',
    },
    // Managed agents refuse every reference; the Messages API takes them.
    {
      ...REFERENCE,
      severity: 'note',
      see: 'https://platform.claude.com/docs/en/managed-agents/self-hosted-sandboxes',
    },
  ],
};
