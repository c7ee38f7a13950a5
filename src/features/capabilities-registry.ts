import { Injectable } from '@nestjs/common';
import type { ProtocolRevision, ServerCapabilities } from '../protocol/index.js';

type IsOffered = (revision: ProtocolRevision) => boolean;

/** What this server can do, as `initialize` says it. Each feature declares its own part at boot. */
@Injectable()
export class CapabilitiesRegistry {
  private readonly declared: { readonly part: ServerCapabilities; readonly isOffered: IsOffered }[] = [];

  /** @param isOffered whether clients of a revision see this part, asked each time. @default all of them do */
  declare(part: ServerCapabilities, isOffered: IsOffered = () => true): void {
    this.declared.push({ part, isOffered });
  }

  get(revision: ProtocolRevision): ServerCapabilities {
    const offered = this.declared.filter(({ isOffered }) => isOffered(revision));
    return Object.assign({}, ...offered.map(({ part }) => part)) as ServerCapabilities;
  }
}
