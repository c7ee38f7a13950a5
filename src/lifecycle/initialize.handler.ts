import { Optional } from '@nestjs/common';
import { CapabilitiesRegistry } from '../features/index.js';
import {
  type Peer,
  type PeerRequestHandler,
  type RequestContext,
  RequestHandler,
  ServerOptions,
} from '../json-rpc/index.js';
import {
  andThen,
  type InitializeResult,
  InvalidParamsError,
  isSessionRevision,
  LATEST_SESSION_REVISION,
  type Params,
  readClientCapabilities,
  readClientInfo,
  type SessionRevision,
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
    const client = readClientInfo(params, 'clientInfo');
    const capabilities = readClientCapabilities(params, 'capabilities') ?? {};
    return andThen(peer.update({ revision, client, capabilities, isInitialized: true }), () =>
      this.resultIn(revision),
    );
  }

  private resultIn(revision: SessionRevision): InitializeResult {
    const { name, version, title, instructions } = this.server;
    return {
      protocolVersion: revision,
      capabilities: this.capabilities.get(revision),
      serverInfo: { name, version, ...(title && traitsOf(revision).hasTitles && { title }) },
      ...(instructions && { instructions }),
    };
  }
}

function negotiate(asked: unknown): SessionRevision {
  if (asked !== undefined && asked !== null && typeof asked !== 'string')
    throw new InvalidParamsError('protocolVersion must be a string');
  return isSessionRevision(asked) ? asked : LATEST_SESSION_REVISION;
}
