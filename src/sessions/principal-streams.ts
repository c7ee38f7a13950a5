import { isUnknown, type Principal } from '../callers/index.js';

interface Streams {
  count: number;
  /** When the newest credentials end that were seen of this principal. */
  expiresAtMs: number;
}

/** The open streams of each principal: how many, and until when its credentials carry them. */
export class PrincipalStreams {
  private readonly byId = new Map<string, Streams>();
  /** How many principals have credentials that end. */
  private expiring = 0;

  get hasExpiring(): boolean {
    return this.expiring > 0;
  }

  /** A stream has opened. Callers that nobody knows are not counted. */
  add(principal: Principal): void {
    if (isUnknown(principal)) return;
    const streams = this.byId.get(principal.id);
    if (streams) {
      streams.count++;
      this.renew(principal);
      return;
    }
    const { expiresAtMs = Infinity } = principal;
    this.byId.set(principal.id, { count: 1, expiresAtMs });
    if (expiresAtMs < Infinity) this.expiring++;
  }

  /** A stream has ended. */
  remove({ id }: Principal): void {
    const streams = this.byId.get(id);
    if (!streams || --streams.count > 0) return;
    this.byId.delete(id);
    if (streams.expiresAtMs < Infinity) this.expiring--;
  }

  /** Credentials of a principal were seen: its streams last as long as they do. */
  renew({ id, expiresAtMs = Infinity }: Principal): void {
    const streams = this.byId.get(id);
    if (!streams || expiresAtMs <= streams.expiresAtMs) return;
    if (expiresAtMs === Infinity) this.expiring--;
    streams.expiresAtMs = expiresAtMs;
  }

  /** The ids of principals whose credentials have ended. */
  expiredAt(nowMs: number): string[] {
    return [...this.byId].filter(([, { expiresAtMs }]) => expiresAtMs <= nowMs).map(([id]) => id);
  }
}
