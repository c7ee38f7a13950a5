import type { IncomingMessage } from 'node:http';
import { clientNetwork } from './client-network.js';

/** For whom a request is made. */
export interface Principal {
  /** Another one for each user, and the same whatever token proves it: limits count by it, and sessions belong to it. */
  readonly id: string;
  /** What its credentials grant. {@link hasScope} asks for one. */
  readonly scopes: readonly string[];
  /** It may do what any scope allows, whatever {@link scopes} lists. @default false */
  readonly holdsEveryScope?: boolean;
  /** When what proved it ends, in milliseconds since the epoch. @default never */
  readonly expiresAtMs?: number;
  /** What else its credentials say of it, by the names that it was asked for: `email`, `realm_access.roles`. @default none */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** The principal of every request while no authentication is on. */
export const ANONYMOUS: Principal = Object.freeze({ id: 'anonymous', scopes: Object.freeze([]) });

/** A caller without credentials where authentication is on. It may use only what is public. */
export const UNAUTHENTICATED: Principal = Object.freeze({
  id: 'unauthenticated',
  scopes: Object.freeze([]),
});

/** Whether the principal may do what the scope allows. `scopes` alone does not say so of one that holds every scope. */
export function hasScope({ scopes, holdsEveryScope }: Principal, scope: string): boolean {
  return holdsEveryScope === true || scopes.includes(scope);
}

/** Whether nobody knows who this is: limits count such callers by their address. */
export function isUnknown(principal: Principal): boolean {
  return principal === ANONYMOUS || principal === UNAUTHENTICATED;
}

/** Who sends a request, and from which client address. */
export interface Caller {
  readonly principal: Principal;
  readonly address: string;
}

/** The trace that a request belongs to, as W3C Trace Context writes it; unchecked. */
export interface TraceCarrier {
  readonly traceparent?: unknown;
  readonly tracestate?: unknown;
}

/** Where a message came from: its sender, and the HTTP request that brought it. */
export interface MessageSource {
  readonly caller: Caller;
  readonly requestId: string;
  /** The trace that the HTTP request names, if it does. */
  readonly trace?: TraceCarrier | undefined;
  /** The HTTP request itself, for guards that are written for HTTP; `undefined` where none brought the message. */
  readonly request?: IncomingMessage | undefined;
}

/** Each limit that a request counts against asks for the same key. */
let latest: Caller & { readonly key: string } = { principal: ANONYMOUS, address: '', key: 'address ' };

/** What limits count by: the principal, or the network address of a caller without one. */
export function callerKey({ principal, address }: Caller): string {
  if (principal !== latest.principal || address !== latest.address)
    latest = { principal, address, key: toCallerKey(principal, address) };
  return latest.key;
}

function toCallerKey(principal: Principal, address: string): string {
  return isUnknown(principal) ? `address ${clientNetwork(address)}` : `principal ${principal.id}`;
}
