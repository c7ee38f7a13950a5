import { eventually } from '../../support/eventually.js';
import type { SseStream } from '../../support/wire/sse-stream.js';
import { listen } from '../../support/wire/stateless.js';
import type { Attacked } from './attacked.js';

/** Closes streams. @returns once the server knows it */
export async function leaveAll(attacked: Attacked, streams: readonly SseStream[]): Promise<void> {
  for (const stream of streams) stream.close();
  // The bystander's remains.
  await eventually(async () => (await attacked.process.ask('streams')) === 1);
}

type OpenStream = (attacked: Attacked, headers: Record<string, string>) => Promise<SseStream>;

export const openSse: OpenStream = (attacked, headers) => attacked.stream('/sse', headers);
export const openListening: OpenStream = (attacked, headers) => listen(`${attacked.url}/mcp`, {}, headers);

/** Opens streams one after another. @returns those that were let in, and the statuses of the others */
export async function openMany(
  attacked: Attacked,
  count: number,
  headersOf: (index: number) => Record<string, string>,
  open: OpenStream = openSse,
): Promise<{ opened: SseStream[]; refused: number[] }> {
  const streams: SseStream[] = [];
  for (let index = 0; index < count; index++) streams.push(await open(attacked, headersOf(index)));
  const opened = streams.filter(({ status }) => status === 200);
  return { opened, refused: streams.map(({ status }) => status).filter((status) => status !== 200) };
}
