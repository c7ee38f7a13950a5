import type { IncomingHttpHeaders } from 'node:http';
import { type CheckedConversation, conversationOf } from './conversations.js';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The conversation that an HTTP request belongs to. It notes what the request asks. */
export function conversationOfRequest(
  url: string,
  headers: Headers,
  body: unknown,
  answered: IncomingHttpHeaders,
): CheckedConversation {
  const named = headerOf(headers, 'mcp-session-id') ?? headerOf(answered, 'mcp-session-id');
  const conversation = conversationOf(named ?? sessionIdIn(url));
  conversation.sent(parse(body), headerOf(headers, 'mcp-protocol-version'));
  return conversation;
}

/** The id of the session that a URL of HTTP+SSE names. */
export function sessionIdIn(url: string): string | undefined {
  return /[?&]sessionId=([^&]+)/.exec(url)?.[1];
}

/** Looks at a whole answer, which is JSON or a stream. */
export function checkAnswer(conversation: CheckedConversation, text: string): void {
  if (!/^(?:id|event|data|retry)?:/m.test(text)) {
    checkText(conversation, text);
    return;
  }
  for (const [, data] of text.matchAll(/^data: (.+)$/gm)) checkText(conversation, data!);
}

/** Looks at one message; what was cut is let pass. */
export function checkText(conversation: CheckedConversation, text: string): void {
  const message = parse(text);
  if (message !== undefined) conversation.received(message);
}

/** Notes the requests among the bytes that a client writes, where a line holds one. */
export function noteLines(conversation: CheckedConversation, bytes: string | Buffer): void {
  for (const [line] of bytes.toString('latin1').matchAll(/^[[{].*[\]}]$/gm)) conversation.sent(parse(line));
}

/** Looks at the messages among the bytes of a connection, where a line holds one. */
export function checkLines(conversation: CheckedConversation, received: string): void {
  const lines = received.matchAll(/^(?:data: )?([[{].*[\]}])(?=\r?$)/gm);
  for (const [, line] of lines) checkText(conversation, Buffer.from(line!, 'latin1').toString());
}

function headerOf(headers: Headers, name: string): string | undefined {
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  return typeof value === 'string' ? value : undefined;
}

function parse(body: unknown): unknown {
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) return undefined;
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
