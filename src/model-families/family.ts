/** Who takes definitions of tools: three families of models, and a client that checks definitions itself. */
export const MODEL_FAMILIES = {
  openai: 'OpenAI',
  gemini: 'Gemini',
  claude: 'Claude',
  vscode: 'VS Code',
} as const;

export type ModelFamily = keyof typeof MODEL_FAMILIES;

export const FAMILY_NAMES = Object.keys(MODEL_FAMILIES) as ModelFamily[];
