import { Injectable, Optional } from '@nestjs/common';
import { type Caller } from '../../callers/index.js';
import { FloodLimit, HttpEdge, NoFloodLimit } from '../../http-edge/index.js';
import {
  decodeBody,
  type Decoded,
  ParsedBody,
  UnmeteredWork,
  WORK_UNIT_BYTES,
  WorkMeter,
} from '../../json-rpc/index.js';

/** Decodes the bodies of POSTs, and charges their callers for what that costs. */
@Injectable()
export class BodyDecoder {
  constructor(
    private readonly edge: HttpEdge,
    @Optional() private readonly work: WorkMeter = new UnmeteredWork(),
    @Optional() private readonly flood: FloodLimit = new NoFloodLimit(),
  ) {}

  /**
   * @param batches whether the revision has batches; then an array gives an array
   * @throws UnavailableError for a large body of a caller that has used up its work, and for a batch that is above the limit of HTTP requests, as which its messages count
   */
  decode(body: Buffer | ParsedBody, batches: boolean, caller: Caller): Decoded | Decoded[] {
    const decoded = this.decodeMeasured(body, batches, caller);
    if (Array.isArray(decoded)) for (let i = 1; i < decoded.length; i++) this.flood.admitRequest(caller);
    return decoded;
  }

  private decodeMeasured(body: Buffer | ParsedBody, batches: boolean, caller: Caller): Decoded | Decoded[] {
    const { maxBodyValues } = this.edge;
    const bytes = body instanceof ParsedBody ? body.bytes : body.length;
    if (bytes < WORK_UNIT_BYTES) return decodeBody(body, batches, maxBodyValues);
    // Asked again: other bodies of the caller may have come to their end since this one was let in.
    this.work.admitBody(caller, bytes);
    const startedAtMs = performance.now();
    const decoded = decodeBody(body, batches, maxBodyValues);
    const work = { bytes, ms: performance.now() - startedAtMs };
    // Behind the dispatch, so that no request is refused for what it brings itself.
    queueMicrotask(() => this.work.charge(caller, work));
    return decoded;
  }
}
