import { toHeaderText } from '../../support/wire/header-text.js';
import { envelope, mirrored } from '../../support/wire/stateless.js';
import type { Posted } from './post-routes.js';

const ENVELOPE = JSON.stringify(envelope()).slice(1, -1);
const NOTHING = 'server/discover';

/**
 * A message as a client of 2026-07-28 posts it: it says of itself what `initialize` agreed on before, and its head repeats what
 * proxies look at. That revision has no `ping`: what asks for nothing is `server/discover`.
 * @param message text too, which may be JSON that no encoder writes, or none; bytes stay as they are
 */
export function inEnvelope(message: unknown): Posted {
  if (Buffer.isBuffer(message)) return { body: message, headers: mirrored(NOTHING) };
  const json = (typeof message === 'string' ? message : JSON.stringify(message)).replace(
    '"ping"',
    `"${NOTHING}"`,
  );
  const [, method = NOTHING] = /"method":"([\w/]{1,100})"/.exec(json) ?? [];
  const [, name] = /"params":\{"name":("(?:[^"\\]|\\.){0,4000}")/.exec(json) ?? [];
  const isNamed = method === 'tools/call' && name !== undefined;
  const headers = mirrored(method, isNamed ? { name: toHeaderText(JSON.parse(name) as string) } : {});
  return { body: withEnvelope(json), headers };
}

/** It goes in front of other members: what comes behind it may take its place. */
function withEnvelope(json: string): string {
  if (json.includes('"_meta":{')) return insert(json, '"_meta":{', ENVELOPE);
  const meta = `"_meta":{${ENVELOPE}}`;
  return json.includes('"params":{')
    ? insert(json, '"params":{', meta)
    : insert(json, '"jsonrpc":"2.0",', `"params":{${meta}}`);
}

function insert(json: string, opening: string, members: string): string {
  return json.replace(opening, (_, at: number) => {
    const isEmpty = json[at + opening.length] === '}';
    return `${opening}${members}${isEmpty ? '' : ','}`;
  });
}
