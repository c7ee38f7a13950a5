import { HEADER_ANNOTATION } from '../protocol/index.js';
import { ANY_ARRAY_WITHOUT_ITEMS, ARRAY_OF_ANYTHING } from './array-checks.js';
import {
  ENUM_OF_NUMBERS,
  ENUM_OF_SEVERAL_TYPES,
  ENUM_WITH_EMPTY_TEXT,
  ENUM_WITH_NULL,
  ENUM_WITHOUT_TYPE,
} from './enum-checks.js';
import { BOOLEAN_SCHEMA, formatsBesides, keywords, SEVERAL_TYPES } from './keyword-checks.js';
import { namesLongerThan, namesUnlike } from './name-checks.js';
import { PROPERTIES_OF_NO_OBJECT, REQUIRED_BUT_UNKNOWN } from './object-checks.js';
import { ENDLESS_LOOP, LOOP, REFERENCE_AND_MORE, REFERENCE_TO_NOTHING } from './reference-checks.js';
import type { FamilyRules, ModelRule } from './rule.js';

const NAMES: ModelRule[] = [
  {
    ...namesUnlike(/^[a-zA-Z_][a-zA-Z0-9_.-]*$/, 'A-Z a-z 0-9 _ . - with a letter or _ first'),
    severity: 'refused',
    see: 'https://github.com/google-gemini/gemini-cli/issues/2966',
  },
  {
    ...namesLongerThan(64),
    severity: 'refused',
    see: 'https://github.com/google-gemini/gemini-cli/issues/2966',
  },
];

const TYPES: ModelRule[] = [
  {
    ...SEVERAL_TYPES,
    severity: 'refused',
    see: 'https://github.com/github/copilot-cli/issues/4623',
  },
  {
    ...BOOLEAN_SCHEMA,
    severity: 'refused',
    see: 'https://github.com/google/adk-python/pull/4531',
  },
  {
    ...ANY_ARRAY_WITHOUT_ITEMS,
    severity: 'refused',
    see: 'https://github.com/anomalyco/opencode/issues/5832',
  },
  // Gemini itself takes {}; some clients lose it on the way.
  {
    ...ARRAY_OF_ANYTHING,
    severity: 'note',
    see: 'https://github.com/langchain-ai/langchain-google/pull/1587',
  },
  {
    ...REQUIRED_BUT_UNKNOWN,
    severity: 'refused',
    see: 'https://github.com/Kilo-Org/kilocode/pull/11955',
  },
  {
    ...PROPERTIES_OF_NO_OBJECT,
    severity: 'refused',
    see: 'https://github.com/anomalyco/opencode/issues/11889',
  },
];

const ENUMS: ModelRule[] = [
  {
    ...ENUM_WITH_NULL,
    severity: 'refused',
    see: 'https://github.com/nicobailon/pi-subagents/issues/1950',
  },
  {
    ...ENUM_WITHOUT_TYPE,
    severity: 'refused',
    see: 'https://github.com/makenotion/notion-mcp-server/issues/42',
  },
  {
    ...ENUM_OF_SEVERAL_TYPES,
    severity: 'refused',
    see: 'https://github.com/nicobailon/pi-subagents/issues/1950',
  },
  {
    ...ENUM_WITH_EMPTY_TEXT,
    severity: 'refused',
    see: 'https://github.com/sbroenne/mcp-server-excel/issues/607',
  },
  // Most clients turn them into texts.
  {
    ...ENUM_OF_NUMBERS,
    severity: 'note',
    see: 'https://github.com/microsoft/azure-devops-mcp/issues/145',
  },
];

const REFERENCES: ModelRule[] = [
  {
    ...REFERENCE_TO_NOTHING,
    severity: 'refused',
    see: 'https://github.com/google-gemini/gemini-cli/issues/13326',
  },
  {
    ...REFERENCE_AND_MORE,
    severity: 'refused',
    see: 'https://github.com/anomalyco/opencode/issues/12295',
  },
  {
    ...ENDLESS_LOOP,
    severity: 'refused',
    see: 'https://github.com/juspay/juspay-mcp/pull/132',
  },
  // Gemini takes some loops; ADK resolves references and does not come back.
  {
    ...LOOP,
    severity: 'note',
    see: 'https://github.com/google/adk-python/issues/3870',
  },
];

/** What the OpenAPI subset of a function's `parameters` has no field for: an unknown name fails the request. */
const KEYWORDS: ModelRule[] = [
  {
    ...keywords(['propertyNames'], 'Leave propertyNames out, and check the names in the tool'),
    severity: 'refused',
    see: 'https://github.com/tailcallhq/forgecode/pull/3426',
  },
  {
    ...keywords(['patternProperties'], 'Write additionalProperties, and check the names in the tool'),
    severity: 'refused',
    see: 'https://github.com/langchain-ai/langchainjs/pull/9526',
  },
  {
    ...keywords(['prefixItems'], 'Use an object, whose properties name the parts'),
    severity: 'refused',
    see: 'https://github.com/diegosouzapw/OmniRoute/issues/12509',
  },
  // Clients know of these, and leave them out or write them in another way.
  {
    ...keywords(['const'], 'Say the value in the description too'),
    severity: 'note',
    see: 'https://github.com/zed-extensions/mcp-server-brave-search/issues/12',
  },
  {
    ...keywords(['exclusiveMinimum', 'exclusiveMaximum'], 'Say the bound in the description too'),
    severity: 'note',
    see: 'https://github.com/zendev-sh/goai/pull/108',
  },
  {
    ...keywords(['uniqueItems'], 'Say in the description that no value may come twice'),
    severity: 'note',
    see: 'https://github.com/router-for-me/CLIProxyAPI/pull/2142',
  },
  {
    ...keywords(['not', 'if', 'then', 'else', 'allOf', 'oneOf'], 'Say the choice in the description too'),
    severity: 'note',
    see: 'https://docs.rs/adk-gemini/2.1.0/src/adk_gemini/schema_adapter.rs.html',
  },
  {
    ...keywords([HEADER_ANNOTATION], 'Keep it where a proxy reads the header, and leave it out elsewhere'),
    severity: 'note',
    see: 'https://ai.google.dev/api/caching#Schema',
  },
  {
    ...formatsBesides(['date-time', 'enum', 'float', 'double', 'int32', 'int64']),
    severity: 'note',
    see: 'https://github.com/weave-os/router/pull/387',
  },
];

/**
 * Function declarations of Gemini's models: gemini-cli, ADK, Vertex AI, and clients that translate for them.
 * `additionalProperties` is left out: every client takes it away.
 * @see https://ai.google.dev/api/caching#Schema
 */
export const GEMINI_RULES: FamilyRules = {
  maxTools: {
    count: 512,
    severity: 'refused',
    see: 'https://github.com/google-gemini/gemini-cli/issues/19083',
  },
  rules: [...NAMES, ...TYPES, ...ENUMS, ...REFERENCES, ...KEYWORDS],
};
