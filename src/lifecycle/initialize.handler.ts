import { Optional } from '@nestjs/common';
import { CapabilitiesRegistry, ServerOptions } from '../features/index.js';
import {
  type Peer,
  type PeerRequestHandler,
  type RequestContext,
  RequestHandler,
} from '../json-rpc/index.js';
import {
  andThen,
  type ClientCapabilities,
  type Implementation,
  type InitializeResult,
  InvalidParamsError,
  isSessionRevision,
  LATEST_SESSION_REVISION,
  type Params,
  type ProtocolRevision,
  traitsOf,
} from '../protocol/index.js';

/**
 * Agrees on a revision: the one the client asks for, if it is known, else the latest.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle#initialization
 */
@RequestHandler('initialize', { unlimited: true })
export class InitializeHandler implements PeerRequestHandler {
  constructor(
    private readonly capabilities: CapabilitiesRegistry,
    @Optional() private readonly server: ServerOptions = new ServerOptions(),
  ) {}

  /** @throws InvalidParamsError for members of the wrong type; those that are missing, or null, are forgiven */
  handle(
    params: Params,
    _context: RequestContext,
    peer: Pick<Peer, 'update'>,
  ): InitializeResult | PromiseLike<InitializeResult> {
    const revision = negotiate(params['protocolVersion']);
    const client = readClient(readObject(params, 'clientInfo'));
    const capabilities = readCapabilities(readObject(params, 'capabilities'));
    return andThen(peer.update({ revision, client, capabilities, isInitialized: true }), () =>
      this.resultIn(revision),
    );
  }

  private resultIn(revision: ProtocolRevision): InitializeResult {
    const { name, version, title, instructions } = this.server;
    return {
      protocolVersion: revision,
      capabilities: this.capabilities.get(),
      serverInfo: { name, version, ...(title && traitsOf(revision).hasTitles && { title }) },
      ...(instructions && { instructions }),
    };
  }
}

function negotiate(asked: unknown): ProtocolRevision {
  if (asked !== undefined && asked !== null && typeof asked !== 'string')
    throw new InvalidParamsError('protocolVersion must be a string');
  return isSessionRevision(asked) ? asked : LATEST_SESSION_REVISION;
}

/** A peer keeps these for as long as it lives, so they are bounded. */
const MAX_NAME_LENGTH = 200;
const MAX_CAPABILITIES_LENGTH = 16_384;

function readClient(info: Params | undefined): Implementation | undefined {
  if (!info) return undefined;
  const read = (key: string): string | undefined => {
    const value = info[key];
    return typeof value === 'string' ? value.slice(0, MAX_NAME_LENGTH) : undefined;
  };
  return { name: read('name') ?? '', version: read('version') ?? '', title: read('title') };
}

function readCapabilities(capabilities: ClientCapabilities = {}): ClientCapabilities {
  if (JSON.stringify(capabilities).length > MAX_CAPABILITIES_LENGTH)
    throw new InvalidParamsError('capabilities is too large');
  return capabilities;
}

function readObject(params: Params, key: string): Params | undefined {
  const value = params[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value))
    throw new InvalidParamsError(`${key} must be an object`);
  return value as Params;
}
