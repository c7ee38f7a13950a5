import { Injectable, Optional } from '@nestjs/common';
import { isRecord, META_KEYS, type ProtocolRevision, type RequestId, traitsOf } from '../protocol/index.js';
import { EncodedResult, encodeResult } from './message-encoder.js';
import { ServerOptions } from './server.options.js';

/**
 * Writes results as a revision has them. Those of 2026-07-28 say of what type they are, and in `_meta` which server answers; what
 * that takes is encoded once.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic#_meta
 */
@Injectable()
export class ResultEncoder {
  private readonly ownMeta: Readonly<Record<string, unknown>>;
  /** The members of a result that has none of `_meta` itself. */
  private readonly ownMembers: string;

  constructor(@Optional() server: ServerOptions = new ServerOptions()) {
    const { name, version, title } = server;
    this.ownMeta = { [META_KEYS.serverInfo]: { name, version, ...(title && { title }) } };
    this.ownMembers = `"resultType":"complete","_meta":${JSON.stringify(this.ownMeta)}`;
  }

  /** @throws TypeError for a result that JSON cannot hold: a cycle, a BigInt */
  encode(id: RequestId, result: unknown, revision: ProtocolRevision): string {
    if (!traitsOf(revision).hasResultTypes) return encodeResult(id, result);
    const encoded =
      result instanceof EncodedResult ? result : new EncodedResult(JSON.stringify(result ?? {}));
    return encodeResult(id, new EncodedResult(this.addOwn(encoded)));
  }

  private addOwn({ json, hasMeta }: EncodedResult): string {
    if (hasMeta) return this.mergeOwn(json);
    return json === '{}' ? `{${this.ownMembers}}` : `{${this.ownMembers},${json.slice(1)}`;
  }

  /** Other keys of `_meta` stay. What a tool says of the server is that of a server behind it. */
  private mergeOwn(json: string): string {
    const { _meta: said, ...members } = JSON.parse(json) as Record<string, unknown>;
    const meta = isRecord(said) ? said : {};
    return JSON.stringify({ resultType: 'complete', _meta: { ...meta, ...this.ownMeta }, ...members });
  }
}
