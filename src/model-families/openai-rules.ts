import { ANY_ARRAY_WITHOUT_ITEMS, ITEMS_IN_A_LIST } from './array-checks.js';
import { keywords } from './keyword-checks.js';
import {
  descriptionsLongerThan,
  namesLongerThan,
  namesUnlike,
  PLAIN_LETTERS,
  PLAIN_NAME,
} from './name-checks.js';
import { INPUT_OF_NO_OBJECT, INPUT_WITHOUT_PROPERTIES, topLevelWith } from './object-checks.js';
import type { FamilyRules } from './rule.js';

/**
 * Function tools of OpenAI's models that are not strict.
 * @see https://platform.openai.com/docs/api-reference/responses/create
 */
export const OPENAI_RULES: FamilyRules = {
  maxTools: { count: 128, severity: 'refused', see: 'https://github.com/zed-industries/zed/issues/32946' },
  rules: [
    {
      ...namesUnlike(PLAIN_NAME, PLAIN_LETTERS),
      severity: 'refused',
      see: 'https://github.com/openai/codex/issues/8174',
    },
    {
      ...namesLongerThan(64),
      severity: 'refused',
      see: 'https://github.com/nanbingxyz/5ire/issues/403',
    },
    // The Responses API takes more.
    {
      ...descriptionsLongerThan(1024),
      severity: 'note',
      see: 'https://github.com/getsentry/sentry-mcp/issues/106',
    },
    {
      ...INPUT_OF_NO_OBJECT,
      severity: 'refused',
      see: 'https://github.com/langchain-ai/langchainjs/issues/9804',
    },
    {
      ...INPUT_WITHOUT_PROPERTIES,
      severity: 'refused',
      see: 'https://github.com/openai/openai-agents-python/issues/449',
    },
    {
      ...topLevelWith(['oneOf', 'anyOf', 'allOf', 'enum', 'const', 'not']),
      severity: 'refused',
      see: 'https://github.com/langchain-ai/langchainjs/issues/9804',
    },
    {
      ...ANY_ARRAY_WITHOUT_ITEMS,
      severity: 'refused',
      see: 'https://github.com/mark3labs/mcphost/issues/35',
    },
    {
      ...ITEMS_IN_A_LIST,
      severity: 'refused',
      see: 'https://github.com/playcanvas/editor-mcp-server/issues/81',
    },
    {
      ...keywords(['propertyNames'], 'Leave propertyNames out, and check the names in the tool'),
      severity: 'refused',
      see: 'https://github.com/Signet-AI/signetai/pull/449',
    },
    // Strict mode refuses it, which some clients ask for.
    {
      ...keywords(['allOf'], 'Write the parts into one schema'),
      severity: 'note',
      see: 'https://github.com/makenotion/notion-mcp-server/issues/102',
    },
  ],
};
