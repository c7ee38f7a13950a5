import { ARRAY_WITHOUT_ITEMS } from './array-checks.js';
import { namesUnlike, NO_DESCRIPTION, PLAIN_LETTERS, PLAIN_NAME } from './name-checks.js';
import { topLevelWith } from './object-checks.js';
import type { FamilyRules } from './rule.js';

/**
 * What VS Code's chat checks before it asks any model. Much it mends by itself; that is a note.
 * @see https://github.com/microsoft/vscode-copilot-chat/blob/main/src/extension/tools/common/toolSchemaNormalizer.ts
 */
export const VSCODE_RULES: FamilyRules = {
  maxTools: {
    count: 128,
    severity: 'note',
    see: 'https://github.com/microsoft/vscode-copilot-release/issues/11653',
  },
  rules: [
    {
      ...ARRAY_WITHOUT_ITEMS,
      severity: 'refused',
      see: 'https://github.com/microsoft/vscode/issues/284536',
    },
    {
      ...namesUnlike(PLAIN_NAME, PLAIN_LETTERS),
      severity: 'note',
      see: 'https://github.com/microsoft/vscode/issues/308463',
    },
    {
      ...NO_DESCRIPTION,
      severity: 'note',
      see: 'https://github.com/jmandel/health-record-mcp/pull/9',
    },
    {
      ...topLevelWith(['oneOf', 'anyOf', 'allOf', 'not', 'if', 'then', 'else']),
      severity: 'note',
      see: 'https://github.com/microsoft/vscode-copilot-chat/blob/main/src/extension/tools/common/toolSchemaNormalizer.ts',
    },
  ],
};
