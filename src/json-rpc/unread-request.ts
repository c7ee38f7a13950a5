import { BodyTooLargeError, type Params, type RequestId, type RequestMessage } from '../protocol/index.js';
import type { BodyEnds } from './body-ends.js';
import { BLANKS, type Member, readFirstMembers, readLastMembers } from './end-members.js';
import { isRequestId } from './request-id.js';

const NO_PARAMS: Params = Object.freeze({});

/** A request of which the params were thrown away, since its body was too large. */
export class UnreadRequest implements RequestMessage {
  readonly kind = 'request';
  readonly params = NO_PARAMS;

  constructor(
    readonly id: RequestId,
    readonly method: string,
    /** What it is answered with, unless its handler says it better. */
    readonly refusal: BodyTooLargeError,
  ) {}
}

/**
 * Finds out whose answer it is that a body was too large, by the members that its ends have at their top level.
 * @returns the refusal itself where they do not name exactly one id and one method
 */
export function decodeEnds(ends: BodyEnds, refusal: BodyTooLargeError): UnreadRequest | BodyTooLargeError {
  const members = membersOf(ends);
  const [id, ...otherIds] = valuesOf('id', members);
  const [method, ...otherMethods] = valuesOf('method', members);
  if (!isRequestId(id) || typeof method !== 'string' || method === '') return refusal;
  if (otherIds.length > 0 || otherMethods.length > 0) return refusal;
  return new UnreadRequest(id, method, refusal.for(id));
}

function membersOf({ first, last }: BodyEnds): readonly Member[] {
  const front = readFirstMembers(first);
  if (!front) return [];
  if (front.isWhole) return BLANKS.test(last.toString('latin1')) ? front.members : [];
  const back = readLastMembers(last);
  return back && !back.isWhole ? [...front.members, ...back.members] : [];
}

function valuesOf(name: string, members: readonly Member[]): unknown[] {
  return members.filter(([key]) => key === name).map(([, value]) => value);
}
