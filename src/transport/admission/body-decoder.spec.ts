import { ANONYMOUS, type Caller } from '../../callers/index.js';
import { FloodLimit, HttpEdge, HttpEdgeOptions } from '../../http-edge/index.js';
import { ParsedBody, type Work, WorkMeter } from '../../json-rpc/index.js';
import { BodyDecoder } from './body-decoder.js';

const CALLER: Caller = { principal: ANONYMOUS, address: '127.0.0.1' };
const PING = { jsonrpc: '2.0', id: 1, method: 'ping' };

class CountedWork extends WorkMeter {
  readonly charged: Work[] = [];
  admitted = 0;

  admitBody(): void {
    this.admitted++;
  }

  charge(_caller: Caller, work: Work): void {
    this.charged.push(work);
  }
}

class CountedRequests extends FloodLimit {
  admitted = 0;

  admitRequest(): void {
    this.admitted++;
  }

  refuse(): void {}
}

function newDecoder() {
  const [work, flood] = [new CountedWork(), new CountedRequests()];
  const edge = new HttpEdge(Object.assign(new HttpEdgeOptions(), { maxBodyValues: 50 }));
  return { work, flood, decoder: new BodyDecoder(edge, work, flood) };
}

describe('BodyDecoder', () => {
  it('charges nothing for a small body', async () => {
    const { decoder, work } = newDecoder();
    expect(decoder.decode(Buffer.from(JSON.stringify(PING)), false, CALLER)).toMatchObject({
      kind: 'request',
    });
    await Promise.resolve();
    expect([work.admitted, work.charged]).toEqual([0, []]);
  });

  it('asks again before it decodes a large body, and charges it behind its dispatch', async () => {
    const { decoder, work } = newDecoder();
    const text = JSON.stringify({ ...PING, params: { filler: 'x'.repeat(100_000) } });
    decoder.decode(Buffer.from(text), false, CALLER);
    expect([work.admitted, work.charged]).toEqual([1, []]);
    await Promise.resolve();
    expect(work.charged).toEqual([{ bytes: text.length, ms: expect.any(Number) as number }]);
  });

  it('charges a body that was read by another parser for the bytes that it had', async () => {
    const { decoder, work } = newDecoder();
    decoder.decode(new ParsedBody(PING, 70_000), false, CALLER);
    await Promise.resolve();
    expect(work.charged).toMatchObject([{ bytes: 70_000 }]);
  });

  it('counts a batch as as many requests as it has messages, where the revision has batches', () => {
    const { decoder, flood } = newDecoder();
    const batch = Buffer.from(JSON.stringify([PING, PING, PING]));
    expect(decoder.decode(batch, true, CALLER)).toHaveLength(3);
    expect(flood.admitted).toBe(2);
    expect(decoder.decode(batch, false, CALLER)).toMatchObject({ kind: 'invalid' });
  });

  it('takes no message of more JSON values than there may be', () => {
    const { decoder } = newDecoder();
    const body = Buffer.from(JSON.stringify({ ...PING, params: { list: Array(60).fill(0) } }));
    expect(decoder.decode(body, false, CALLER)).toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('values') as string,
    });
  });
});
