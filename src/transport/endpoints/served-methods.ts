import { Injectable, Optional } from '@nestjs/common';
import { StreamableHttpOptions } from '../streamable-http/index.js';
import { ServedWires } from './served-wires.js';

const OF_STREAMS = ['GET', 'HEAD'];

/** The methods that the URLs of wires have, as the `Allow` header of a 405 lists them. */
@Injectable()
export class ServedMethods {
  readonly atMcp: string;
  readonly atSse: string;
  readonly atRoot: string;
  /** At `/sse` where there is no stream of HTTP+SSE to open. */
  readonly atSseWithoutStream: string;
  /** Whether a client may end its session by DELETE. */
  readonly hasDelete: boolean;

  constructor(
    wires: ServedWires,
    @Optional() { sessions }: StreamableHttpOptions = new StreamableHttpOptions(),
  ) {
    const isStreamable = wires.has('streamable-http');
    this.hasDelete = isStreamable && sessions;
    const ofMessages = [...(isStreamable ? ['POST'] : []), ...(this.hasDelete ? ['DELETE'] : [])];
    const hasGet = wires.has('http-sse') || this.hasDelete;
    this.atMcp = sessions ? 'POST, GET, DELETE' : 'POST';
    this.atRoot = [...OF_STREAMS, ...ofMessages].join(', ');
    this.atSseWithoutStream = ofMessages.join(', ');
    this.atSse = hasGet ? this.atRoot : this.atSseWithoutStream;
  }
}
