import { isObject, listNodes, type SchemaNode } from '../model-families/index.js';
import {
  ConfigurationError,
  HEADER_ANNOTATION,
  type HeaderParameter,
  type JsonSchema,
  type ObjectSchema,
} from '../protocol/index.js';

/** RFC 9110 section 5.6.2 */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

const TYPES = new Set<unknown>(['string', 'integer', 'boolean']);

/**
 * Finds the properties of a tool's input whose values clients repeat in headers. A client leaves a tool out of its list when one
 * of them breaks a rule, so that the boot is the place to say it.
 * @param inputName the class of the input, if it is one
 * @throws ConfigurationError for one that breaks a rule of the specification, with its property and what to write
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#schema-extension
 */
export function readHeaderParameters(
  schema: ObjectSchema,
  label: string,
  inputName: string | undefined,
): HeaderParameter[] {
  const annotated = listNodes(schema, inputName).filter(isAnnotated);
  const owners = new Map<string, string>();
  return annotated.map((node) => {
    const name = node.schema[HEADER_ANNOTATION];
    const place = `${label}: ${node.path || 'its input'}`;
    if (typeof name !== 'string' || !TOKEN.test(name))
      throw new ConfigurationError(
        `${place} names its header ${JSON.stringify(name)}, which cannot be part of an HTTP header's name. Write letters, digits and hyphens`,
      );
    const path = pathOf(node);
    if (!path)
      throw new ConfigurationError(
        `${place} has the header ${name}, but stands ${standing(node)}, where clients do not look for one. Put it on a property of the input, or of an object in it that is written in place`,
      );
    if (!TYPES.has(node.schema['type']))
      throw new ConfigurationError(
        `${place} has the header ${name}, but ${mistyped(node.schema)}. Leave the header out, or declare a string, an integer or a boolean, and nothing else`,
      );
    const owner = owners.get(name.toLowerCase());
    if (owner !== undefined)
      throw new ConfigurationError(
        `${place} has the header ${name}, and so has ${owner}: the case of a header's name says nothing. Name one of them otherwise`,
      );
    owners.set(name.toLowerCase(), node.path);
    return { header: `Mcp-Param-${name}`, path };
  });
}

type AnnotatedNode = SchemaNode & { readonly schema: JsonSchema };

function isAnnotated(node: SchemaNode): node is AnnotatedNode {
  return isObject(node.schema) && Object.hasOwn(node.schema, HEADER_ANNOTATION);
}

/** @returns `undefined` where more than `properties` leads to it, and for the input as a whole */
function pathOf(node: SchemaNode): string[] | undefined {
  const path: string[] = [];
  for (let at = node; at.parent; at = at.parent) {
    if (at.keyword !== 'properties') return undefined;
    path.unshift(at.key!);
  }
  return path.length > 0 ? path : undefined;
}

/** By which keyword, the innermost first, it is no property of an object that each call may have. */
function standing(node: SchemaNode): string {
  for (let at = node; at.parent; at = at.parent) if (at.keyword !== 'properties') return `in ${at.keyword}`;
  return 'at the top';
}

function mistyped({ type }: JsonSchema): string {
  return type === undefined ? 'has no type of its own' : `its type is ${JSON.stringify(type)}`;
}
