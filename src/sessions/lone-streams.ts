import type { Principal } from '../callers/index.js';
import type { CredentialExpiry } from './credential-expiry.js';
import type { LoneStream, OpenStreams } from './open-streams.js';
import type { SessionEndReason } from './session-end.js';
import type { SessionPlaces } from './session-places.js';
import type { PlaceRequest } from './stream-request.js';

/** The streams that are of no session. Caps count them with those of sessions, and they end with their credentials. */
export class LoneStreams {
  private readonly open = new Set<LoneStream>();

  constructor(
    private readonly streams: OpenStreams,
    private readonly places: SessionPlaces,
    private readonly expiry: CredentialExpiry,
  ) {}

  /**
   * @returns what the end of the stream calls
   * @throws UnavailableError when there is no room for another stream
   */
  add(stream: LoneStream, request: PlaceRequest): () => void {
    const { caller } = request;
    this.places.addStream(request);
    this.streams.add(stream);
    this.open.add(stream);
    this.expiry.add(caller.principal);
    return () => {
      if (!this.open.delete(stream)) return;
      this.streams.remove(stream);
      this.expiry.remove(caller.principal);
      this.places.removeStream(caller);
    };
  }

  /** Ends those whose principals are meant. */
  end(isMeant: (principal: Principal) => boolean, reason: SessionEndReason): void {
    for (const stream of this.open) if (isMeant(stream.caller.principal)) stream.endWhenIdle(reason);
  }
}
