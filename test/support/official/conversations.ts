import {
  isSessionRevision,
  isStatelessRevision,
  REVISIONS,
  SESSION_REVISIONS,
} from '../../../src/protocol/index.js';
import type { ProtocolRevision } from '../../../src/protocol/index.js';
import { messageValidators, type SentMessage } from './message-validator.js';

interface Asked {
  readonly method: string;
  /** The revision that the request itself named. */
  readonly revision: ProtocolRevision | undefined;
}

/** What was found wrong in messages of the server, and not looked at yet. */
const faults: string[] = [];

/** @returns what was found since the last time */
export function takeFaults(): string[] {
  return faults.splice(0);
}

/** What a client knows when it reads a message: what it asked, and which revision was agreed. */
export class CheckedConversation {
  private agreed: ProtocolRevision | undefined;
  private readonly named = new Set<ProtocolRevision>();
  private readonly asked = new Map<unknown, Asked[]>();

  /** @param header the revision that the HTTP request named */
  sent(message: unknown, header?: string): void {
    // A batch is of a revision that has them, whatever its messages name.
    const isBatch = Array.isArray(message);
    for (const each of arrayOf(message)) {
      const { id, method, params } = each as { id?: unknown; method?: unknown; params?: unknown };
      if (typeof method !== 'string') continue;
      const named = isBatch ? undefined : namedIn(params);
      const revision = named ?? (isSessionRevision(header) ? header : undefined);
      if (revision) this.named.add(revision);
      if (id !== undefined) this.note(id, { method, revision });
    }
  }

  /** Attacks ask for the same, by the same id, thousands of times. */
  private note(id: unknown, { method, revision }: Asked): void {
    const known = this.asked.get(id) ?? [];
    if (known.some((one) => one.method === method && one.revision === revision)) return;
    this.asked.set(id, [...known, { method, revision }]);
  }

  /** Looks at a message of the server, or at several in an array. What is no JSON-RPC is let pass. */
  received(message: unknown): void {
    for (const each of arrayOf(message)) if (isJsonRpc(each)) this.check(each);
  }

  private check(message: SentMessage): void {
    const { protocolVersion } = (message['result'] ?? {}) as { protocolVersion?: unknown };
    if (isSessionRevision(protocolVersion)) this.agreed ??= protocolVersion;
    const validators = messageValidators();
    if (validators.size === 0) return;
    const found: string[] = [];
    for (const [method, revision] of this.readings(message)) {
      const wrong = validators.get(revision)!.faultsIn(message, method);
      if (wrong.length === 0) return;
      found.push(`${revision}: ${wrong.join('; ')}`);
    }
    faults.push(`${JSON.stringify(message).slice(0, 1000)}\n  ${found.join('\n  ')}`);
  }

  /** What a message may be: an answer to each request of its id, in the revision of that. */
  private *readings({ id, method }: SentMessage): Generator<[string | undefined, ProtocolRevision]> {
    const asked = method === undefined ? this.asked.get(id) : undefined;
    for (const request of asked ?? [undefined])
      for (const revision of this.revisionsOf(request)) yield [request?.method, revision];
  }

  private revisionsOf(asked: Asked | undefined): Iterable<ProtocolRevision> {
    if (isStatelessRevision(asked?.revision)) return [asked.revision];
    const known = [this.agreed, asked?.revision].filter((revision) => revision !== undefined);
    if (asked) return known.length > 0 ? known : SESSION_REVISIONS;
    const spoken = new Set([...known, ...this.named]);
    return spoken.size > 0 ? spoken : REVISIONS;
  }
}

const sessions = new Map<string, CheckedConversation>();

/** The conversation of a session, whatever connections it has; one of its own where there is no session. */
export function conversationOf(sessionId: string | undefined): CheckedConversation {
  if (sessionId === undefined) return new CheckedConversation();
  const known = sessions.get(sessionId);
  if (known) return known;
  const conversation = new CheckedConversation();
  sessions.set(sessionId, conversation);
  return conversation;
}

function arrayOf(message: unknown): unknown[] {
  const all: unknown[] = Array.isArray(message) ? message : [message];
  return all.filter((each) => typeof each === 'object' && each !== null);
}

function isJsonRpc(value: unknown): value is SentMessage {
  return (value as SentMessage)['jsonrpc'] === '2.0';
}

function namedIn(params: unknown): ProtocolRevision | undefined {
  const { _meta } = (params ?? {}) as { _meta?: Record<string, unknown> };
  const named = _meta?.['io.modelcontextprotocol/protocolVersion'];
  return isStatelessRevision(named) ? named : undefined;
}
