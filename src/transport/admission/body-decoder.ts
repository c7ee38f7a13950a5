import { Injectable, Optional } from '@nestjs/common';
import { type Caller } from '../../callers/index.js';
import { InvalidMessageError } from '../../protocol/index.js';
import { FloodLimit, HttpEdge, NoFloodLimit } from '../../http-edge/index.js';
import {
  BodyEnds,
  decodeBody,
  decodeEnds,
  type Decoded,
  parseBody,
  ParsedBody,
  UnmeteredWork,
  WORK_UNIT_BYTES,
  WorkMeter,
} from '../../json-rpc/index.js';

/** A body as it was read: its bytes, what another parser made of them, or its ends if it is too large. */
export type ReadBody = Buffer | ParsedBody | BodyEnds;

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
  decode(body: ReadBody | InvalidMessageError, batches: boolean, caller: Caller): Decoded | Decoded[] {
    if (body instanceof InvalidMessageError) return body;
    const decoded = this.measure(body, caller, () => this.decodeUnmeasured(body, batches));
    if (Array.isArray(decoded)) for (let i = 1; i < decoded.length; i++) this.flood.admitRequest(caller);
    return decoded;
  }

  /**
   * Reads JSON that has to be looked at before it is decoded.
   * @throws UnavailableError as {@link decode} does
   */
  parse(body: ReadBody, caller: Caller): ReadBody | InvalidMessageError {
    if (body instanceof BodyEnds) return body;
    return this.measure(body, caller, () => parseBody(body, this.edge.maxBodyValues));
  }

  /** Charges for bytes that were read in vain. */
  chargeDiscarded(bytes: number, caller: Caller): void {
    this.work.charge(caller, { bytes });
  }

  private measure<Result>(body: ReadBody, caller: Caller, read: () => Result): Result {
    const bytes = Buffer.isBuffer(body) ? body.length : body.bytes;
    if (bytes < WORK_UNIT_BYTES) return read();
    // Asked again: other bodies of the caller may have come to their end since this one was let in.
    this.work.admitBody(caller, bytes);
    const startedAtMs = performance.now();
    const result = read();
    const work = { bytes, ms: performance.now() - startedAtMs };
    // Behind the dispatch, so that no request is refused for what it brings itself.
    queueMicrotask(() => this.work.charge(caller, work));
    return result;
  }

  private decodeUnmeasured(body: ReadBody, batches: boolean): Decoded | Decoded[] {
    return body instanceof BodyEnds
      ? decodeEnds(body, this.edge.bodyRefusal)
      : decodeBody(body, batches, this.edge.maxBodyValues);
  }
}
