import type { Decoded } from '../../json-rpc/index.js';
import type { RequestMessage } from '../../protocol/index.js';

/** The first `initialize` of the messages of a POST. */
export function findInitialize(messages: readonly Decoded[]): RequestMessage | undefined {
  return messages.find(isInitialize);
}

function isInitialize(message: Decoded): message is RequestMessage {
  return message.kind === 'request' && message.method === 'initialize';
}
