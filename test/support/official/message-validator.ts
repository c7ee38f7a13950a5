import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ProtocolRevision } from '../../../src/protocol/index.js';
import { toClosedSchema } from './closed-schema.js';
import { type OfficialSchema, readOfficialSchemas, type SchemaNode } from './official-schemas.js';

export type SentMessage = Readonly<Record<string, unknown>>;

const BASE = 'mcp://schema';

/** Says what the schema of a revision finds in messages of a server. */
export class MessageValidator {
  private readonly definitionOfMethod = new Map<string, string>();
  private readonly definitionOfCode = new Map<number, string>();
  private readonly ajv: Ajv;
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(private readonly schema: OfficialSchema) {
    const settings = { strict: false, allErrors: true, formats: FORMATS };
    this.ajv = schema.definitionsKey === '$defs' ? new Ajv2020(settings) : new Ajv(settings);
    this.ajv.addSchema({ ...toClosedSchema(schema), $id: BASE });
    for (const [name, definition] of Object.entries(schema.definitions)) this.index(name, definition);
  }

  /** @param method what the message answers; `undefined` where that is not known @returns sentences, none when all is well */
  faultsIn(message: SentMessage, method: string | undefined): string[] {
    if (typeof message['method'] === 'string') return this.faultsInAsked(message, message['method']);
    if ('error' in message) return this.faultsInError(message);
    const faults = this.faults(this.nameOf('JSONRPCResultResponse', 'JSONRPCResponse'), message);
    const result = method === undefined ? undefined : resultOf(method, this.definitionOfMethod);
    if (result === undefined || !(result in this.schema.definitions)) return faults;
    return [...faults, ...this.faults(result, message['result'])];
  }

  private index(name: string, definition: SchemaNode): void {
    const method = definition.properties?.['method']?.['const'];
    if (typeof method === 'string') this.definitionOfMethod.set(method, name);
    const parts = (definition.properties?.['error']?.['allOf'] ?? []) as SchemaNode[];
    for (const { properties } of parts) {
      const code = properties?.['code']?.['const'];
      if (typeof code === 'number') this.definitionOfCode.set(code, name);
    }
  }

  private faultsInAsked(message: SentMessage, method: string): string[] {
    const general = 'id' in message ? 'JSONRPCRequest' : 'JSONRPCNotification';
    const name = this.definitionOfMethod.get(method);
    if (name === undefined) return [`${method} is a method of another revision`];
    const { jsonrpc, id, ...own } = message;
    const names = this.schema.definitions[name]!.properties!;
    const own2 = {
      ...own,
      ...('jsonrpc' in names && { jsonrpc }),
      ...('id' in names && id !== undefined && { id }),
    };
    return [...this.faults(general, message), ...this.faults(name, own2)];
  }

  /** JSON-RPC 2.0, section 5: the id is null where none could be read. The schemas have no word for it. */
  private faultsInError(message: SentMessage): string[] {
    const { id, ...rest } = message;
    const code = (message['error'] as { code?: number }).code ?? 0;
    const general = this.nameOf('JSONRPCErrorResponse', 'JSONRPCError');
    return this.faults(this.definitionOfCode.get(code) ?? general, { ...rest, id: id === null ? 0 : id });
  }

  private nameOf(...names: [string, string]): string {
    return names.find((name) => name in this.schema.definitions)!;
  }

  private faults(name: string, value: unknown): string[] {
    let validate = this.validators.get(name);
    if (!validate) {
      validate = this.ajv.compile({ $ref: `${BASE}#/${this.schema.definitionsKey}/${name}` });
      this.validators.set(name, validate);
    }
    if (validate(value)) return [];
    return validate.errors!.map(
      ({ instancePath, message, params }) =>
        `${name}${instancePath} ${message ?? 'is wrong'} ${JSON.stringify(params)}`,
    );
  }
}

function resultOf(method: string, definitionOfMethod: ReadonlyMap<string, string>): string | undefined {
  const request = definitionOfMethod.get(method);
  if (!request?.endsWith('Request')) return undefined;
  return EMPTY_RESULTS.has(method) ? 'EmptyResult' : `${request.slice(0, -'Request'.length)}Result`;
}

/** Requests whose result says nothing but that it is there. */
const EMPTY_RESULTS = new Set(['ping', 'logging/setLevel', 'resources/subscribe', 'resources/unsubscribe']);

const FORMATS = {
  uri: (text: string) => URL.canParse(text),
  'uri-template': true,
  byte: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  'date-time': true,
} as const;

let validators: ReadonlyMap<ProtocolRevision, MessageValidator> | undefined;

/** The validator of each revision; none where the suite that has the schemas is not installed. */
export function messageValidators(): ReadonlyMap<ProtocolRevision, MessageValidator> {
  validators ??= new Map(
    [...(readOfficialSchemas() ?? [])].map(([revision, schema]) => [revision, new MessageValidator(schema)]),
  );
  return validators;
}
