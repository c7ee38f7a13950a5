import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { SoakClient } from './soak-client.js';

const MIB = 1024 * 1024;

/** What the clients other than the bystander do, all at once and until the load is over. */
export class SoakLoad {
  private isOver = false;
  /** How often each thing was done: a load that does nothing shows nothing. */
  readonly counts = { streams: 0, bulkResults: 0, reconnects: 0, resumed: 0, heavyPosts: 0 };

  /** Opens streams that only listen. */
  async listen({ client, count }: { client: SoakClient; count: number }): Promise<void> {
    for (let opened = 0; opened < count; opened += 50)
      await Promise.all(
        Array.from({ length: Math.min(50, count - opened) }, async () => {
          if (await client.stream()) this.counts.streams++;
        }),
      );
  }

  /** Asks for large results and reads none of them, until its stream is cut; then again. */
  async readNothing(client: SoakClient): Promise<void> {
    while (!this.isOver) {
      const stream = await client.stream();
      if (!stream) {
        await delay(200);
        continue;
      }
      stream.socket.pause();
      for (let call = 0; call < 10 && !this.isOver && !stream.socket.destroyed; call++)
        if ((await client.call(stream.path, 'bulk')) === 202) this.counts.bulkResults++;
      await delay(1_000);
      stream.socket.destroy();
    }
  }

  /** Opens a stream, calls, leaves and comes back by its key. */
  async reconnect(client: SoakClient): Promise<void> {
    while (!this.isOver) {
      const key = randomBytes(32).toString('base64url');
      const first = await client.stream(key);
      if (first) {
        await client.call(first.path, 'echo', { message: 'x'.repeat(10_000) });
        first.socket.destroy();
        await once(first.socket, 'close');
        const second = await client.stream(key);
        if (second?.path === first.path) this.counts.resumed++;
        second?.socket.destroy();
        this.counts.reconnects++;
      }
      await delay(20);
    }
  }

  /** Sends one body after the other that is dear to decode, or to validate. */
  async work(client: SoakClient): Promise<void> {
    const unknown = Object.fromEntries(Array.from({ length: 90_000 }, (_, key) => [`k${key}`, key]));
    const bodies = [
      `[${'[],'.repeat(MIB)}[]]`,
      JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'echo', arguments: unknown },
      }),
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping', params: { text: 'x'.repeat(3 * MIB) } }),
    ];
    for (let post = 0; !this.isOver; post++) {
      await client.post('/message', bodies[post % bodies.length]!);
      this.counts.heavyPosts++;
    }
  }

  end(): void {
    this.isOver = true;
  }
}
