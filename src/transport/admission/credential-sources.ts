import { Injectable } from '@nestjs/common';

/** What credentials are judged by, and what changes while the server runs. */
export type CredentialSourceName = 'tokens-file' | 'issuer-keys';

/** A place from which credentials are read again and again. */
export interface CredentialSource {
  readonly name: CredentialSourceName;

  /** When it was read last, in milliseconds since 1970, if each try since then has failed; `undefined` while it can be read. */
  readonly staleSinceMs: number | undefined;
}

/** Every place from which credentials are read, for metrics and probes. */
@Injectable()
export class CredentialSources {
  private readonly added: CredentialSource[] = [];

  add(source: CredentialSource): void {
    this.added.push(source);
  }

  /** How long each source has been out of date, in seconds: 0 while it can be read. */
  staleSeconds(): ReadonlyMap<CredentialSourceName, number> {
    return new Map(this.added.map(({ name, staleSinceMs }) => [name, secondsSince(staleSinceMs)]));
  }
}

/** At least a millisecond: 0 says that nothing is wrong. */
function secondsSince(timeMs: number | undefined): number {
  return timeMs === undefined ? 0 : Math.max(1, Date.now() - timeMs) / 1000;
}
