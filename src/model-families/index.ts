export { FAMILY_NAMES, MODEL_FAMILIES, type ModelFamily } from './family.js';
export { type Finding, type LintedTool, lintTools } from './lint-tools.js';
export { isObject, listNodes, type SchemaNode } from './schema-nodes.js';
