import { createHash } from 'node:crypto';
import { callTool, post } from './http.js';
import { newKey } from './resume.js';
import { SseStream } from './sse-stream.js';

/** What two principals did to one server, and what came of it. */
export interface HammerReport {
  /** Calls on own sessions that were answered. */
  readonly answered: number;
  /** Requests with the session id or the resume key of the other. */
  readonly foreign: number;
  readonly streams: number;
  /** Whatever reached a principal that was not its own, and whatever the server let it do with the other's. */
  readonly crossings: readonly string[];
}

interface Peer {
  readonly name: string;
  readonly headers: Record<string, string>;
  /** Endpoints of sessions that it has open, and the keys that resume them. */
  readonly open: Map<string, string>;
}

/** Two principals at one server with equal JSON-RPC ids, who try each other's session ids and resume keys all the time. */
export class Hammer {
  private answered = 0;
  private foreign = 0;
  private streams = 0;
  private readonly crossings: string[] = [];
  private readonly peers: [Peer, Peer];
  private isOver = false;

  constructor(
    private readonly url: string,
    peers: [name: string, headers: Record<string, string>][],
  ) {
    const [one, other] = peers.map(([name, headers]) => ({ name, headers, open: new Map<string, string>() }));
    this.peers = [one!, other!];
  }

  async run(durationMs: number, streamsEach: number): Promise<HammerReport> {
    const timer = setTimeout(() => (this.isOver = true), durationMs);
    const [one, other] = this.peers;
    await Promise.all(
      Array.from({ length: streamsEach }, () => [this.live(one, other), this.live(other, one)]).flat(),
    );
    clearTimeout(timer);
    const { answered, foreign, streams, crossings } = this;
    return { answered, foreign, streams, crossings };
  }

  /** Opens sessions one after the other, and uses each for some rounds. */
  private async live(self: Peer, other: Peer): Promise<void> {
    while (!this.isOver) {
      const key = newKey();
      await using stream = await SseStream.open(`${this.url}/sse?resume=${key}`, self.headers);
      this.streams++;
      const endpoint = await stream.endpoint();
      self.open.set(endpoint, key);
      for (let id = 1; id <= 20 && !this.isOver; id++) {
        await Promise.all([this.callOwn(self, stream, endpoint, id), this.tryForeign(self, other, id)]);
      }
      self.open.delete(endpoint);
      const ids = stream.messages.map((message) => message['id']);
      if (new Set(ids).size !== ids.length)
        this.crossings.push(`${self.name} got an id twice: ${ids.join()}`);
    }
  }

  /** The answer has to be for this principal and this message, though the other uses the same id. */
  private async callOwn(self: Peer, stream: SseStream, endpoint: string, id: number): Promise<void> {
    const text = `${self.name} ${createHash('sha256').update(`${endpoint}${id}`).digest('hex')}`;
    const accepted = await post(endpoint, callTool(id, 'tag', { text }), self.headers);
    if (accepted.status !== 202)
      this.crossings.push(`${self.name} was refused its own session: ${accepted.text}`);
    const answer = JSON.stringify(await stream.responseTo(id));
    this.answered++;
    if (!answer.includes(`"${self.name}: ${text}"`)) this.crossings.push(`${self.name} got ${answer}`);
    const single = await post(`${this.url}/message`, callTool(id, 'tag', { text }), self.headers);
    if (!single.text.includes(`"${self.name}: ${text}"`))
      this.crossings.push(`${self.name} got ${single.text}`);
  }

  private async tryForeign(self: Peer, other: Peer, id: number): Promise<void> {
    const [endpoint, key] = [...other.open][id % other.open.size] ?? [];
    if (endpoint === undefined || key === undefined) return;
    this.foreign++;
    if (id % 2 === 0) {
      const refused = await post(endpoint, callTool(id, 'tag', { text: 'intruder' }), self.headers);
      if (refused.status !== 404)
        this.crossings.push(`${self.name} could post to ${other.name}: ${refused.text}`);
      return;
    }
    await using stream = await SseStream.open(`${this.url}/sse?resume=${key}`, self.headers);
    this.streams++;
    if ((await stream.endpoint()) === endpoint) this.crossings.push(`${self.name} took over a session`);
    if (stream.messages.length > 0) this.crossings.push(`${self.name} got ${stream.bytes}`);
  }
}
