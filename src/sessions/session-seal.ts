import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Principal } from '../callers/index.js';
import { decodeSealedState, encodeSealedState, type SealedState } from './sealed-state.js';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** In front of what is sealed: another form gets another number. */
const VERSION = '1';

/** Above what {@link encodeSealedState} has room for: a longer one is not looked at. */
export const MAX_GIVEN_ID_LENGTH = 1536;

const GIVEN_ID = new RegExp(`^([A-Za-z0-9_-]{22})\\.${VERSION}\\.([A-Za-z0-9_-]+)$`);

/** A session as its id says it. */
export interface OpenedSeal {
  readonly sessionId: string;
  readonly state: SealedState;
}

/**
 * Seals what a process has to know of a session into the id that its client is given, so that another process with the same
 * key can take the session up: `<session>.1.<base64url>`, AES-256-GCM (NIST SP 800-38D) with nonce, text and tag. Each session
 * has a key of its own, derived by HKDF (RFC 5869), so that no number of sessions wears a key out. The principal is not in
 * it: it is authenticated with it, and only the same principal can open it.
 */
export class SessionSeal {
  /**
   * @param keys 32 random bytes each: the first seals, all open
   * @param lifetimeMs how long what is sealed is good
   */
  constructor(
    private readonly keys: readonly [Buffer, ...Buffer[]],
    private readonly lifetimeMs: number,
  ) {}

  /** The id that a client is given for a session, in visible ASCII of at most {@link MAX_GIVEN_ID_LENGTH} characters. */
  seal(sessionId: string, principal: Principal, state: SealedState): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, keyFor(sessionId, this.keys[0]), nonce);
    cipher.setAAD(boundTo(sessionId, principal));
    const text = cipher.update(encodeSealedState(state, Date.now() + this.lifetimeMs), 'utf8');
    const sealed = Buffer.concat([nonce, text, cipher.final(), cipher.getAuthTag()]);
    return `${sessionId}.${VERSION}.${sealed.toString('base64url')}`;
  }

  /** @returns `undefined` for what no key of these has sealed, for another principal, or too long ago */
  open(givenId: string, principal: Principal): OpenedSeal | undefined {
    const [, sessionId, text] = (givenId.length <= MAX_GIVEN_ID_LENGTH && GIVEN_ID.exec(givenId)) || [];
    if (sessionId === undefined || text === undefined) return undefined;
    const sealed = Buffer.from(text, 'base64url');
    // Another text for the same bytes would be another id of the same session.
    if (sealed.length < NONCE_BYTES + TAG_BYTES || sealed.toString('base64url') !== text) return undefined;
    const bound = boundTo(sessionId, principal);
    for (const key of this.keys) {
      const opened = decrypt(sealed, keyFor(sessionId, key), bound);
      const state = opened === undefined ? undefined : decodeSealedState(opened, Date.now());
      if (state) return { sessionId, state };
    }
    return undefined;
  }
}

/** The part of a given id that is not sealed: what this process knows the session by. */
export function sessionIdOf(givenId: string): string {
  const end = givenId.indexOf('.');
  return end < 0 ? givenId : givenId.slice(0, end);
}

function keyFor(sessionId: string, key: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, sessionId, 'rookery session id', 32));
}

/** All session ids are equally long, so no two pairs have one text. */
function boundTo(sessionId: string, { id }: Principal): Buffer {
  return Buffer.from(`${VERSION}.${sessionId}.${id}`);
}

function decrypt(sealed: Buffer, key: Buffer, bound: Buffer): string | undefined {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(bound);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const text = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
