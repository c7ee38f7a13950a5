import { Injectable } from '@nestjs/common';
import type { Caller } from '../callers/index.js';
import type { Peer } from '../json-rpc/index.js';
import type { AnyWire } from '../protocol/index.js';
import type { SessionEndReason } from './session-end.js';

/** A session whose client can be asked something. */
export interface AskedSession extends Pick<Peer, 'ask' | 'state'> {
  /** Ends it at once: its client is gone. */
  end(reason: SessionEndReason): void;
}

/** A stream that a client has open, on any wire. */
export interface OpenStream {
  /** Whose messages it takes. */
  readonly peer: Peer;
  readonly wire: AnyWire;
  /** Whose requests of the server it takes to the client; nothing where it takes none. */
  readonly asked?: AskedSession | undefined;
  /** Ends it as soon as no call waits whose answer it takes. */
  endWhenIdle(reason: SessionEndReason): void;
}

/** A stream that is of no session. */
export interface LoneStream extends OpenStream {
  /** Who opened it. */
  readonly caller: Caller;
}

/** The streams that clients have open on this replica. Drain, health and metrics read them; who opens a stream adds it. */
@Injectable()
export class OpenStreams {
  private readonly streams = new Set<OpenStream>();

  get count(): number {
    return this.streams.size;
  }

  all(): Iterable<OpenStream> {
    return this.streams;
  }

  has(stream: OpenStream): boolean {
    return this.streams.has(stream);
  }

  /** @returns whether it was not open before */
  add(stream: OpenStream): boolean {
    const before = this.streams.size;
    return this.streams.add(stream).size > before;
  }

  /** @returns whether it was open */
  remove(stream: OpenStream): boolean {
    return this.streams.delete(stream);
  }
}
